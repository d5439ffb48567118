/// Something that the doctor found: what it is, why it matters, and what mends it.
package struct Finding: Codable, Hashable, Sendable {
  /// How much it matters.
  package enum Severity: String, Codable, Sendable {
    /// A training would fail, or be slow.
    case problem
    /// Nothing now, but in another place, or for another command.
    case note
  }

  package let severity: Severity
  /// What it is about, in a word or two.
  package let subject: String
  /// What was found, without a final full stop; so the others.
  package let what: String
  package let why: String
  /// The command that mends it, or an advice.
  package let mend: String

  package init(_ severity: Severity, _ subject: String, _ what: String, why: String, mend: String) {
    (self.severity, self.subject, self.what, self.why, self.mend) = (severity, subject, what, why, mend)
  }

  /// All on one line.
  var line: String { "\(severity.rawValue): \(subject): \(what); \(why). To mend it: \(mend)" }
}

extension String {
  /// A message as a part of a line: without its final full stop.
  var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
