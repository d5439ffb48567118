import Foundation
import SystemPackage

/// How long a reader waits for what comes through a pipe.
enum PipeTimeout {
  /// For a program that is to open the pipe for writing.
  private static let secondsForWriter = 5
  /// For the next bytes of one that has opened it.
  private static let secondsForBytes = 300

  /// What `read` returns, which does not wait itself: as soon as there are bytes, or the last writer has gone.
  ///
  /// - Throws: `silent` if neither happens in time; else what `read` throws.
  static func read(_ descriptor: FileDescriptor, _ path: FilePath, _ read: () throws -> Int) throws -> Int {
    if isReady(descriptor, seconds: secondsForWriter) { return try read() }
    do {
      if case let count = try read(), count > 0 { return count }
      // The end of what nobody has begun.
      throw InputFileError(
        .silent, path, "is a pipe that no program writes to (waited for \(secondsForWriter) s)",
        advice: "Start the program that writes to it, or name a file")
    } catch Errno.resourceTemporarilyUnavailable {
      guard isReady(descriptor, seconds: secondsForBytes) else {
        throw InputFileError(
          .silent, path, "is a pipe through which nothing has come for \(secondsForBytes) s",
          advice: "Look at the program that writes to it, or name a file")
      }
      return try read()
    }
  }

  /// Whether reading would not wait. Of a pipe that has never had a writer this is false, of one that has lost its last
  /// it is true.
  private static func isReady(_ descriptor: FileDescriptor, seconds: Int) -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while true {
      let milliseconds = max(0, (end - .now) / .milliseconds(1))
      var request = pollfd(fd: descriptor.rawValue, events: Int16(POLLIN), revents: 0)
      let count = unsafe poll(&request, 1, Int32(milliseconds.rounded(.up)))
      // A signal that the program handles ends the call, not the wait.
      if count >= 0 || errno != EINTR || milliseconds == 0 { return count > 0 }
    }
  }
}
