import Foundation
package import SystemPackage

/// The right of one process to write a folder, as far as others ask for it too. It lasts as long as this value, and goes with the
/// process, however that ends.
package final class FolderLock: Sendable {
  private let descriptor: FileDescriptor
  /// From one try to the next.
  private static let pause = 0.1

  /// Waits until the folder is free.
  ///
  /// - Parameter patience: the seconds after which it is given up: a process that was killed may take some to end.
  /// - Throws: `cannotCreate` while another process has the right.
  package init(_ folder: FilePath, patience: Double) throws(StorageError) {
    descriptor = try withStorageError("cannot open the folder", folder, .cannotCreate, advice: "Check its permissions")
    {
      try FileDescriptor.open(folder, .readOnly, options: [.directory, .closeOnExec])
    }
    let end = ContinuousClock.now + .seconds(patience)
    while Self.isTaken(descriptor) {
      guard ContinuousClock.now < end else {
        throw StorageError(
          .cannotCreate, folder, "another process writes this run", advice: "Wait for its end, or end it")
      }
      Thread.sleep(forTimeInterval: Self.pause)
    }
  }

  deinit { try? descriptor.close() }

  /// False also where the file system knows no locks.
  private static func isTaken(_ descriptor: FileDescriptor) -> Bool {
    do {
      try SystemCall.lock(descriptor)
      return false
    } catch {
      return error == .wouldBlock
    }
  }
}
