import ArgumentParser
import Foundation

/// The value of an option that is a list: `1,2,4`. Each element stands there once.
struct CommaSeparated<Element: ExpressibleByArgument & Hashable & Sendable>: ExpressibleByArgument, Sendable {
  let elements: [Element]

  init(_ elements: [Element]) { self.elements = elements }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let elements = parts.compactMap { Element(argument: $0.trimmingCharacters(in: .whitespaces)) }
    guard elements.count == parts.count, Set(elements).count == parts.count else { return nil }
    self.elements = elements
  }

  var defaultValueDescription: String { elements.map(\.defaultValueDescription).joined(separator: ",") }

  static var allValueStrings: [String] { [] }
}
