import ArgumentParser
import Checkpoints
import InputFiles
import Reports
import SystemPackage
import Training

/// Makes the report at the end of a run, from the files that the run has written.
///
/// A report that cannot be made does not fail the run; `lockstep report` can make it later.
struct ReportWriter {
  private let directory: RunDirectory
  private let compute: ComputeOptions
  private let environment: [String: String]

  init(_ directory: RunDirectory, _ compute: ComputeOptions, _ environment: [String: String]) {
    self.directory = directory
    self.compute = compute
    self.environment = environment
  }

  /// Writes the page, or says why there is none.
  ///
  /// - Parameter predictions: what the result of the run says of each test image.
  func write(_ predictions: Predictions) {
    Self.warnOnFailure("lockstep report \(directory.path.printable)") {
      let run = try StoredRun(directory)
      var remarks: [String] = []
      let evidence = try TestEvidence(run.description, compute, environment, &remarks)
      let test = try evidence?.figures(predictions, ClassNameOption.parse([]))
      let saved = try run.modelFile.map { try SavedModel(reading: $0) }
      try AtomicFile.write(ReportPage(ReportContent(run, saved, test, remarks: remarks)).html(), to: directory.report)
    }
  }

  /// Writes the page that compares the runs of a series, or says why there is none.
  static func compare(_ folders: RunDirectories) {
    guard case .series(let series) = folders else { return }
    warnOnFailure("lockstep report \(series.path.printable)") {
      try AtomicFile.write(ReportedRuns([series.path.string]).html(), to: series.report)
    }
  }

  private static func warnOnFailure(_ command: String, _ work: () throws -> Void) {
    do { try work() } catch { StandardError.line("no report: \(error) The run is complete; try: \(command)") }
  }
}
