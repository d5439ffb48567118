import ExitCodes
import InputFiles

extension StorageError {
  /// The same fault of a file that was read.
  init(_ error: InputFileError) {
    let kind: Kind = error.exitStatus == .inputMissing ? .inputMissing : .badData
    self.init(kind, error.path, error.problem, advice: error.advice)
  }
}

/// The result of `body`, or its error as a `StorageError`.
func reading<Success: ~Copyable>(
  _ body: () throws(InputFileError) -> Success
) throws(StorageError) -> Success {
  do { return try body() } catch { throw StorageError(error) }
}
