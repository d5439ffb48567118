import Foundation

/// The bytes of standard error.
enum ErrorStream {
  /// Writes text with one call, so that the lines of several processes do not mix.
  ///
  /// What cannot be written is lost: a log on a full disk must not end a training, and there is nowhere else to say so.
  static func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
