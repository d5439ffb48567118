/// How large a picture may be: more than any camera takes, less than harms.
enum PictureLimits {
  /// The most bytes of a file.
  static let fileBytes = 1 << 28
  /// The most pixels of a side.
  static let side = 32_768
  /// The most pixels, each of which takes four bytes of memory.
  static let pixels = 1 << 26
}
