/// Something that has a name and a value.
package struct Fact: Equatable, Sendable {
  /// What is told.
  package let name: String
  /// Its value as text.
  package let value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// Facts under a title.
package struct FactTable: Equatable, Sendable {
  /// What they are about.
  package let caption: String
  package let facts: [Fact]

  package init(_ caption: String, _ facts: [Fact]) {
    self.caption = caption
    self.facts = facts
  }
}
