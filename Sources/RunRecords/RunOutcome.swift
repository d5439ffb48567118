/// What one of several runs came to: its line in their table.
package struct RunOutcome: Codable, Equatable, Sendable {
  package let result: ResultFigures
  /// Of the weights that the run ends with; nil without validation.
  package let validation: MeanScore?

  package init(_ result: ResultFigures, validation: MeanScore?) {
    self.result = result
    self.validation = validation
  }

  /// That of a run whose records are these; nil for one that has not ended.
  package init?(_ result: ResultFigures?, epochs: [EpochFigures]) {
    guard let result else { return nil }
    self.init(result, validation: epochs.last { $0.epoch == result.lastEpoch }?.validation)
  }
}
