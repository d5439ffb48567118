import ArgumentParser
import Checkpoints
import SystemPackage

/// Options of how a benchmark prints its results.
struct BenchOutputOptions: ParsableArguments {
  @Flag(help: "Print the results as JSON, not as a table.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Write the results as CSV to a file as well, or with - to standard output in place of the table.",
      valueName: "file|-"))
  var csv: String?

  func validate() throws {
    guard !json || csv != "-" else {
      throw ValidationError("--json and --csv - would both write to standard output; name a file for --csv")
    }
  }

  /// Throws before a long measurement what would be in its way after it: a CSV file that cannot be opened.
  func checkFile() throws(StorageError) {
    guard let file else { return }
    try write("", to: file, options: [.append, .create])
  }

  /// Prints a report in the form that was asked for, and writes it to the CSV file.
  func write(text: String, csv lines: String, json object: () throws -> String) throws {
    try StandardOutput.text(json ? object() + "\n" : csv == "-" ? lines : text)
    if let file { try write(lines, to: file, options: [.truncate, .create]) }
  }

  private var file: FilePath? { csv == "-" ? nil : csv.map { FilePath($0) } }

  private func write(_ text: String, to path: FilePath, options: FileDescriptor.OpenOptions) throws(StorageError) {
    do {
      let descriptor = try FileDescriptor.open(
        path, .writeOnly, options: options.union(.closeOnExec),
        permissions: [.ownerReadWrite, .groupReadWrite, .otherReadWrite])
      _ = try descriptor.closeAfter { try descriptor.writeAll(text.utf8) }
    } catch {
      throw StorageError(
        .cannotCreate, path, "cannot write the file: \(error)", advice: "Name another with --csv, or - for none")
    }
  }
}
