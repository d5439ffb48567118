import Foundation

/// Numbers as a page writes them.
enum NumberText {
  /// With so many digits behind the point; what is no number, in words.
  static func fixed(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "not a number" : value < 0 ? "−∞" : "∞" }
    let text = String(format: "%.\(digits)f", value)
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }

  /// With commas between groups of three digits.
  static func grouped(_ count: Int) -> String {
    count < 1000 ? "\(count)" : grouped(count / 1000) + String(format: ",%03d", count % 1000)
  }

  /// A whole number of something that was measured.
  static func rounded(_ value: Double) -> String {
    value.isFinite && value.magnitude < 1e15 ? grouped(Int(value.rounded())) : "–"
  }

  /// A share in hundredths.
  static func percent(_ share: Double, _ digits: Int = 2) -> String { fixed(100 * share, digits) + "\u{A0}%" }

  /// A probability in hundredths; one that is not quite certain is not rounded to certainty.
  static func probability(_ share: Double) -> String {
    share < 1 && share > 0.99995 ? ">\u{A0}99.99\u{A0}%" : percent(share)
  }

  /// A time for a person: "48.2 s", "3 min 5 s", "2 h 10 min".
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "–" }
    guard seconds >= 100 else { return fixed(seconds, seconds < 10 ? 2 : 1) + "\u{A0}s" }
    let whole = Int(seconds.rounded())
    return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  /// A length or position in a picture.
  static func coordinate(_ value: Double) -> String {
    guard value.magnitude < 1e9 else { return "0" }
    let tenths = (10 * value).rounded() / 10
    return tenths == tenths.rounded() ? "\(Int(tenths))" : "\(tenths)"
  }
}
