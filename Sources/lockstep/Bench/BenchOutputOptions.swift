import ArgumentParser
import Checkpoints

/// Options of how a benchmark prints its results.
struct BenchOutputOptions: ParsableArguments {
  @Flag(help: "Print the results as JSON, not as a table.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Also write the results as CSV to a file; with - write them to standard output instead of the table.",
      valueName: "file|-"))
  var csv: String?

  func validate() throws {
    guard !json || csv != "-" else {
      throw ValidationError("--json and --csv - would both write to standard output; name a file for --csv")
    }
  }

  /// Throws before a long measurement where the CSV file could not be written after it.
  func checkFile() throws(StorageError) { try file?.check() }

  /// Prints a report in the form that was asked for, and writes it to the CSV file.
  func write(text: String, csv lines: String, json object: () throws -> String) throws {
    if json { try JSONOutput.write(json: object()) } else { try StandardOutput.text(csv == "-" ? lines : text) }
    try file?.write(Array(lines.utf8))
  }

  private var file: ResultFile? { csv == "-" ? nil : csv.map { ResultFile($0) } }
}
