/// The ranges of options that are counts.
///
/// All that a command multiplies or adds up from such numbers fits into 64 bits.
enum CountRange {
  /// Images, of which IDX files hold as many at most.
  static let images = 1...Int(Int32.max)
  /// Epochs of a run; at a thousand a second they take a quarter of an hour.
  static let epochs = 0...1_000_000
  /// Steps from one time to the next.
  static let steps = 1...1_000_000_000
  /// Epochs of a run whose speed is measured.
  static let measuredEpochs = 1...1_000_000
  /// Threads and ranks: more than any job that MPI has run.
  static let workers = 1...65_536
  /// Checkpoints that stay: one for each epoch at most.
  static let checkpoints = 1...1_000_000
  /// Restarts of a job: one a minute for two years.
  static let restarts = 0...1_000_000
  /// Runs of a series with different seeds.
  static let seriesRuns = 1...10_000
  /// Seconds until something is said or done: up to a year.
  static let seconds = 0...31_536_000
  /// Repeats of a measurement.
  static let measurements = 1...65_536
}
