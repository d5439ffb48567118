/// Several runs side by side: where their configurations differ, and whether one repeats the other.
package struct RunComparison: Equatable, Sendable {
  /// The runs, whose names differ.
  package let runs: [RunFigures]

  /// - Precondition: there is at least one run.
  package init(_ runs: [RunFigures]) {
    precondition(!runs.isEmpty, "nothing to compare")
    self.runs = runs
  }

  /// A setting that is not the same in all runs.
  package struct Difference: Equatable, Sendable {
    package let name: String
    /// For each run; nil where it has no such setting.
    package let values: [String?]

    package init(name: String, values: [String?]) {
      self.name = name
      self.values = values
    }
  }

  /// What decides the results, as far as it differs.
  package var settings: [Difference] { Self.differences(runs.map(\.settings)) }
  /// Where and with what the runs were computed, as far as it differs.
  package var surroundings: [Difference] { Self.differences(runs.map(\.surroundings)) }

  /// Whether the runs are repeats of one: they differ in nothing but the seed or the fold.
  package var isRepetition: Bool {
    runs.count > 1 && settings.allSatisfy { $0.name == "seed" || $0.name.hasPrefix("fold.") }
  }

  /// In the order of the first run that has the setting.
  private static func differences(_ lists: [[Fact]]) -> [Difference] {
    var names: [String] = []
    for fact in lists.joined() where !names.contains(fact.name) { names.append(fact.name) }
    return names.compactMap { name in
      let values = lists.map { list in list.first { $0.name == name }?.value }
      return values.allSatisfy { $0 == values[0] } ? nil : Difference(name: name, values: values)
    }
  }
}
