import Synchronization

/// The last line on the terminal, as long as it is drawn in place.
///
/// The cursor rests at the beginning of the line below, so that whatever comes next has a line of its own: a message, the
/// shell's prompt after Ctrl-C, or what mpirun says when a rank is killed.
enum LiveLine {
  private static let (up, erase) = ("\u{1B}[1A\r", "\u{1B}[K")
  private static let isOpen = Mutex(false)

  /// Draws the line anew.
  ///
  /// For the time of the drawing the terminal does not wrap lines: a line longer than a window that has just become
  /// narrower must not go on in a second one, which nothing would erase.
  static func draw(_ text: String) {
    ErrorStream.write((setOpen(true) ? up : "") + "\u{1B}[?7l\(text)\(erase)\u{1B}[?7h\n")
  }

  /// Writes text in its place, or where none is drawn, just writes it.
  static func replace(with text: String) {
    let all = (setOpen(false) ? up + erase : "") + text
    if !all.isEmpty { ErrorStream.write(all) }
  }

  /// Lets the line stand where it is, for others are about to follow.
  static func end() { _ = setOpen(false) }

  /// - Returns: whether it was open before.
  private static func setOpen(_ value: Bool) -> Bool {
    isOpen.withLock { isOpen in
      defer { isOpen = value }
      return isOpen
    }
  }
}
