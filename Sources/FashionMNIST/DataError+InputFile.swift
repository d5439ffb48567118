import ExitCodes
import InputFiles

extension DataError {
  /// The same fault of a file that was read.
  init(_ error: InputFileError) {
    self.init(error.exitStatus == .inputMissing ? .inputMissing : .badData, error.description)
  }
}

/// The result of `body`, or its error as a `DataError`.
func reading<Success: ~Copyable>(_ body: () throws(InputFileError) -> Success) throws(DataError) -> Success {
  do { return try body() } catch { throw DataError(error) }
}
