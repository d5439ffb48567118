import SystemPackage

/// The result of `body`, or the system's error as a `StorageError` about `path`.
///
/// - Parameters:
///   - action: What failed, as it starts the message: "cannot open".
///   - kind: The kind of fault to report.
///   - advice: What the user can do next.
func withStorageError<Success>(
  _ action: String, _ path: FilePath, _ kind: StorageError.Kind, advice: String, _ body: () throws -> Success
) throws(StorageError) -> Success {
  do {
    return try body()
  } catch {
    throw StorageError(kind, path, "\(action): \(error)", advice: advice)
  }
}
