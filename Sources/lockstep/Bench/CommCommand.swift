import ArgumentParser
import Benchmarks
import Collectives
import Foundation
import KernelInterface
import Kernels
import Training

/// `lockstep bench comm`.
struct CommCommand: ParsableCommand, RunsOnAllRanks {
  static let configuration = CommandConfiguration(
    commandName: "comm", abstract: "Measure how fast the ranks of a job sum their gradients.",
    discussion: """
      Run it under mpirun, as training is run:

        mpirun -n 2 lockstep bench comm

      Three paths are compared:

        library   MPI_Allreduce in place; its bits depend on the number of ranks
        messages  the fixed tree, with reduce-scatter and all-gather
        shared    the fixed tree, through memory that the ranks of a host share
      """)

  @Option(
    help: ArgumentHelp(
      "Sizes of the gradient, in floats.",
      discussion: "Default: powers of four, and about those of lab-001 and lab-003.",
      valueName: "n,n,…"))
  var floats = CommaSeparated([256, 4096, 16_384, 65_536, 93_712, 242_320, 1_048_576])

  @Option(help: ArgumentHelp("Measurements of each size and path, by turns.", valueName: "n"))
  var repeats = 9

  @Flag(help: "Print the results as JSON, not as a table.")
  var json = false

  func validate() throws {
    try require(repeats, "--repeats", in: CountRange.measurements)
    if let size = floats.elements.first(where: { !(1...100_000_000).contains($0) }) {
      throw ValidationError("--floats \(size): expected a number from 1 to 100000000")
    }
  }

  func run() throws { try RankContext.run { context in try measure(context) } }

  private func measure(_ context: RankContext) throws {
    guard context.communicator.rankCount > 1 else {
      throw LaunchError(description: "bench comm needs at least 2 ranks: mpirun -n 2 lockstep bench comm")
    }
    let load = Machine.loadAverage
    let kernels = try context.together("choosing kernels") {
      try KernelRegistry.chosen(environment: context.environment)
    }
    var results: [CommunicationReport.Result] = []
    for size in floats.elements {
      results += try context.communicator.lending { try measure(size, context, kernels) }
    }
    guard context.isFirst else { return }
    let setting = BenchmarkSetting(
      time: Date.now.ISO8601Format(), processor: Machine.processorName, processors: Processors.current,
      loadAverage: load, version: Program.version, commit: nil, programSHA256: Program.digest)
    let report = CommunicationReport(
      setting: setting, communicator: context.communicator.name, ranks: context.communicator.rankCount,
      repeats: repeats,
      results: results)
    if json { try JSONOutput.write(json: report.json()) } else { try StandardOutput.text(report.text) }
  }

  /// What all paths take for a gradient of `size` floats, by turns. Collective.
  private func measure(
    _ size: Int, _ context: RankContext, _ kernels: any KernelSet.Type
  ) throws -> [CommunicationReport.Result] {
    let paths = try ExchangeBenchmark.Path.allCases.compactMap { path in
      try ExchangeBenchmark(path, floats: size, communicator: context.communicator, kernels: kernels)
        .map { (path: path, benchmark: $0) }
    }
    var seconds: [[Double]] = Array(repeating: [], count: paths.count)
    let count = max(2, min(200, 20_000_000 / size))
    for round in 0...repeats {
      for (index, path) in paths.enumerated() {
        let mean = try path.benchmark.measure(count: count)
        // The first round warms up connections and caches.
        if round > 0 { seconds[index].append(mean) }
      }
    }
    return zip(paths, seconds).compactMap { path, seconds in
      Spread(seconds).map {
        .init(path: path.path.rawValue, text: path.benchmark.exchangePath.text, floats: size, seconds: $0)
      }
    }
  }
}
