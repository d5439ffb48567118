/// A point and its runs, one for each repeat.
package struct ScalingSeries: Sendable, Equatable {
  package let point: ScalingPoint
  /// In the order in which they were made: run number i of all series belongs to repeat i.
  package private(set) var runs: [TrainingMeasurement]

  package init(_ point: ScalingPoint, runs: [TrainingMeasurement] = []) {
    self.point = point
    self.runs = runs
  }

  /// Adds the run of the next repeat.
  package mutating func append(_ run: TrainingMeasurement) { runs.append(run) }
}
