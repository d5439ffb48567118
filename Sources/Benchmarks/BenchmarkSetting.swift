package import Collectives

/// What a figure of speed means nothing without: the machine, its load, and the program.
package struct BenchmarkSetting: Sendable, Equatable, Encodable {
  /// When the benchmark was started: ISO 8601, UTC.
  package let time: String
  /// The processor's name, as the system has it.
  package let processor: String
  /// The hardware threads that the benchmark may use.
  package let cpus: Int
  /// The physical cores that the benchmark may use.
  package let cores: Int
  /// How many processes ran or wanted to in the minute before the benchmark; nil where the system does not say.
  package let loadAverage: Double?
  /// The version of the program.
  package let version: String
  /// The commit of the checkout that the program was built in; nil if it lies elsewhere.
  package let commit: String?
  /// Of the program's file.
  package let programSHA256: String

  package init(
    time: String, processor: String, processors: Processors, loadAverage: Double?, version: String, commit: String?,
    programSHA256: String
  ) {
    self.time = time
    self.processor = processor
    cpus = processors.count
    cores = processors.cores
    self.loadAverage = loadAverage
    self.version = version
    self.commit = commit
    self.programSHA256 = programSHA256
  }

  /// Names and values for the head of a report.
  package var facts: [(name: String, value: String)] {
    [
      ("time", time),
      ("processor", "\(processor), \(cores) cores (\(cpus) CPUs) allowed"),
      ("load before", loadAverage.map { Figure.text($0, decimals: 2) } ?? Figure.unknown),
      (
        "program",
        ["lockstep \(version)", commit.map { "commit \($0)" }, "sha256 \(programSHA256.prefix(12))…"]
          .compactMap(\.self).joined(separator: ", ")
      ),
    ]
  }
}
