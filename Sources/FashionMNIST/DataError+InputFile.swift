import InputFiles

extension DataError {
  /// The same fault of a file that was read.
  init(_ error: InputFileError) {
    let kind: Kind =
      switch error.kind {
      case .missing, .unsuitable, .interrupted: .inputMissing
      case .tooLarge, .silent: .badData
      }
    self.init(kind, error.description)
  }
}

/// The result of `body`, or its error as a `DataError`.
func reading<Success: ~Copyable>(_ body: () throws(InputFileError) -> Success) throws(DataError) -> Success {
  do { return try body() } catch { throw DataError(error) }
}
