import ArgumentParser
import Checkpoints
import Collectives
import InputFiles
import Reports
import SystemPackage

/// `lockstep report`.
struct ReportCommand: ParsableCommand, RunsOnAllRanks {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Make a page about a run, or one that compares several.",
    usage: """
      lockstep report <run> [<options>]
      lockstep report <run> <run> … --output <file> [<options>]
      """,
    discussion: """
      The page about a run shows learning curves, confusion matrix, the most confident mistakes, first-layer filters, \
      the model, where the time went, the configuration, and the command that gives the same weights. train writes \
      this page at its end.

      The page that compares runs shows their results, their curves and what differs in their configuration. The \
      folder of train --repeat or --folds stands for all of its runs.

      A page is one HTML file that needs no network and no scripts. Where the run was stopped, or files or test \
      images are gone, it says what it leaves out. A damaged file ends with exit code 65.
      """)

  @Argument(
    help: ArgumentHelp("Run folders, or folders of train --repeat or --folds.", valueName: "run"),
    completion: .directory)
  var runs: [String]

  @Option(
    help: ArgumentHelp(
      "The file to write.", discussion: "Default: report.html in the run's folder. Required for several runs.",
      valueName: "file"),
    completion: .file(extensions: ["html"]))
  var output: String?

  @OptionGroup var classNames: ClassNameOption

  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    guard runs.count <= 1 || output != nil else {
      throw ValidationError("\(runs.count) runs belong to no one folder; name the file to write with --output")
    }
  }

  func run() throws {
    try RankContext.run { context in
      try context.together("making the report") {
        if context.isFirst { try StandardOutput.line("report: \(try report(context.alone).printable)") }
      }
    }
  }

  /// Makes the page, and returns where.
  private func report(_ context: RankContext) throws -> FilePath {
    try output.map { ResultFile($0) }?.check()
    if let path = runs.first, runs.count == 1, try SeriesDirectory.runs(in: FilePath(path)).isEmpty {
      let run = try StoredRun(RunDirectory(reading: FilePath(path)))
      return try write(page(of: run, context), usually: run.directory.report)
    }
    let comparison = try ReportedRuns(runs)
    return try write(comparison.html(), usually: FilePath(runs[0]).appending(SeriesDirectory.reportName))
  }

  /// Writes the page to the file that was named, or else to the usual one, which is a report's own; returns where.
  private func write(_ page: String, usually path: FilePath) throws(StorageError) -> FilePath {
    guard let output else {
      try AtomicFile.write(page, to: path)
      return path
    }
    let file = ResultFile(output)
    try file.write(Array(page.utf8))
    return file.path
  }

  private func page(of run: StoredRun, _ context: RankContext) throws -> String {
    var remarks: [String] = []
    let saved = try run.modelFile.map { try SavedModel(reading: $0) }
    var test: TestFigures?
    if let file = run.modelFile,
      let evidence = try TestEvidence(run.description, compute, context.environment, &remarks)
    {
      let model = try TrainedModel(file, context)
      test = try evidence.figures(evidence.predictions(model, compute, context), classNames)
    }
    for remark in run.remarks + remarks { StandardError.line(remark) }
    return try ReportPage(ReportContent(run, saved, test, remarks: remarks)).html()
  }
}
