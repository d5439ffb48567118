import ArgumentParser
import Benchmarks
import Collectives
import FashionMNIST
import Foundation
import KernelInterface
import Kernels
import Network
import SystemPackage
import Training

/// `lockstep bench kernels`.
struct KernelsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels", abstract: "Measure how fast one core computes a model's layers, and single kernels.",
    usage: "lockstep bench kernels [--model <name|file>] [<options>]",
    discussion: """
      First measures the core's peak: multiply-adds on registers alone. Everything else is compared with it. Then \
      trains the model briefly, so that gradients are as sparse as in training, and measures steps of one thread. \
      Times are the thread's processor time, so that other work on the machine matters little.
      """)

  @OptionGroup var model: ModelOption

  @Option(help: ArgumentHelp("Images per step.", valueName: "n"))
  var images = 32

  @Option(help: ArgumentHelp("Repeats of every measurement; the median is reported.", valueName: "n"))
  var repeats = 7

  @Option(help: ArgumentHelp("Training steps before the measurement.", valueName: "n"))
  var warmUpSteps = 300

  @Option(
    help: ArgumentHelp(
      "The kernel set.", discussion: "Default: the one that train uses.", valueName: "avx512|avx2|portable"))
  var kernels: KernelSetName?

  @Option(help: ArgumentHelp("How convolutions are computed, as in train.", valueName: "direct|winograd|auto"))
  var convolution: ConvolutionAlgorithm = .auto

  @Option(
    help: ArgumentHelp(
      "Folder with the four IDX files, plain or gzip.",
      discussion: "Default: where train looks; without any, random images.", valueName: "folder"),
    completion: .directory)
  var data: String?

  @Flag(help: "Print the results as JSON, not as tables.")
  var json = false

  func validate() throws {
    try require(images, "--images", in: 1...4096)
    try require(repeats, "--repeats", in: 1...1000)
    try require(warmUpSteps, "--warm-up-steps", in: 0...1_000_000)
    try kernels?.requireSupport()
  }

  func run() async throws {
    let environment = ProcessInfo.processInfo.environment
    let kernels = try self.kernels?.kernels ?? KernelRegistry.chosen(environment: environment)
    let architecture = try Architecture.load(nameOrPath: model.model)
    try MemoryEstimate.check(workspaces: 1, imagesAtOnce: self.images, of: architecture)
    let benchmark = KernelsBenchmark(
      architecture: architecture, model: NamedModel(model.model), kernels: kernels,
      convolution: convolution, images: try images(for: architecture, environment), imagesPerStep: images,
      warmUpSteps: warmUpSteps, repeats: repeats)
    let setting = BenchmarkSetting(
      time: Date.now.ISO8601Format(), processor: Machine.processorName, processors: Processors.current,
      loadAverage: Machine.loadAverage, version: Program.version,
      commit: await Checkout.commit(ofProgramAt: Bundle.main.executablePath ?? ""), programSHA256: Program.digest)
    let report = benchmark.report(setting)
    if json { try JSONOutput.write(json: report.json()) } else { try StandardOutput.text(KernelsText.text(report)) }
  }

  private func images(
    for architecture: Architecture, _ environment: [String: String]
  ) throws(DataError) -> BenchmarkImages {
    let search = DatasetSearch(
      dataOption: data.map { FilePath($0) }, environment: environment, home: environment["HOME"].map { FilePath($0) })
    let isNamed = data != nil || environment[DatasetSearch.variable].map { !$0.isEmpty } ?? false
    return try BenchmarkImages.found(by: search, isNamed: isNamed, for: architecture)
  }
}

/// The name of a kernel set, as an option has it.
struct KernelSetName: ExpressibleByArgument {
  private let entry: KernelRegistry.Entry

  init?(argument: String) {
    guard let entry = KernelRegistry.all.first(where: { $0.name == argument.lowercased() }) else { return nil }
    self.entry = entry
  }

  var kernels: any KernelSet.Type { entry.kernels }

  /// - Throws: a usage error where this processor does not run the set.
  func requireSupport() throws(ValidationError) {
    guard !entry.isSupported else { return }
    let others = KernelRegistry.all.filter(\.isSupported).map(\.name).joined(separator: ", ")
    throw ValidationError("--kernels \(entry.name): this processor does not run it; it runs \(others)")
  }

  /// Not the same on every machine, so none are listed.
  static var allValueStrings: [String] { [] }
}
