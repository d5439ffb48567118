import ArgumentParser
import Benchmarks
import Collectives
import Foundation

/// `lockstep bench scale`.
struct ScaleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scale", abstract: "Measure how the speed of training grows with the number of ranks.",
    usage: "lockstep bench scale [--ranks <n,n,…>] [<options>] [-- <train-option> …]",
    discussion: """
      Starts the ranks itself, with mpirun. Each repeat runs train once for every mode and number of ranks, so that \
      drift of the machine hits all alike. One rank runs under mpirun too. Only training steps are timed. Points with \
      more threads, over all ranks, than cores are marked, and have no efficiency.

      Weak scaling multiplies batch and epochs by the number of ranks, so that every rank sees as many images as one \
      alone. The learning rate grows with the square root of the batch, starting from the recipe's, so that training \
      proceeds similarly. This matters because zeros are skipped: the work per image depends on the weights. -- \
      --lr-scaling none keeps the rate; -- --initial-weights <file> --learning-rate 1e-30 keeps the weights, and so \
      almost the same work.
      """)

  @OptionGroup(title: "What is run") var model: ModelOption
  @OptionGroup(title: "What is run") var scale: ScaleOptions

  @OptionGroup(title: "Where") var placement: PlacementOptions

  @OptionGroup(title: "Output") var output: BenchOutputOptions

  func validate() throws { _ = try plan() }

  func run() async throws {
    try LaunchEnvironment(ProcessInfo.processInfo.environment).requireAlone(for: "bench scale")
    try output.checkFile()
    let (plan, launcher) = (try plan(), placement.start.launcher)
    let report = try await EndedBySignal.checked { try await Self.report(on: plan, launcher: launcher) }
    try output.write(text: ScalingText.text(report), csv: ScalingCSV.text(report), json: report.json)
  }

  private func plan() throws -> ScalePlan {
    try ScalePlan(scale, model: model.model, placement: placement, processors: Processors.current)
  }

  private static func report(on plan: ScalePlan, launcher name: String?) async throws -> ScalingReport {
    guard let program = Bundle.main.executablePath else {
      throw LaunchError(description: "the system does not tell where this program lies, so it cannot be started again")
    }
    let setting = BenchmarkSetting(
      time: Date.now.ISO8601Format(), processor: Machine.processorName, processors: Processors.current,
      loadAverage: Machine.loadAverage, version: Program.version, commit: await Checkout.commit(ofProgramAt: program),
      programSHA256: Program.digest)
    guard let launcher = try await RankLauncher.find(name) else {
      throw LaunchError(
        description: "\(RankLauncher.absence): install it, or name it with --launcher")
    }
    let series = try await ScaleBenchmark(plan: plan, launcher: launcher, program: program).series()
    let job = ScalingReport.Job(
      model: plan.model, epochs: plan.epochs, threads: plan.threads, trainOptions: plan.trainOptions,
      launcher: launcher.version)
    return ScalingReport(setting: setting, job: job, series: series)
  }
}
