/// What the value of an option is, which decides what can be hostile about it.
package enum ValueKind: Sendable {
  /// There is none: a flag.
  case none
  /// One of a list.
  case listed
  /// Of a form of its own, a number as a rule: the parser refuses a mere `x`.
  case typed
  /// A file to read.
  case inputFile
  /// A folder to read; or, for `report`, that of a run.
  case inputFolder
  /// A file to write.
  case outputFile
  /// A folder to write.
  case outputFolder
  /// A program to start.
  case program
  /// Words of the user's own.
  case text

  /// What files and free text are given to, by the option's name; an option that is not here and takes any text fails a
  /// test.
  private static let freeForm: [String: ValueKind] = [
    "--model": .inputFile, "--model-file": .inputFile, "--initial-weights": .inputFile,
    "--validation-indices": .inputFile, "--resume": .inputFile, "--images": .inputFile, "--labels": .inputFile,
    "<picture>": .inputFile,
    "<file>": .inputFile, "--data": .inputFolder, "<run>": .inputFolder, "--output": .outputFile,
    "--png": .outputFile, "--probabilities": .outputFile, "--csv": .outputFile, "--output-dir": .outputFolder,
    "--launcher": .program, "--program": .program, "--hostfile": .inputFile, "--hosts": .text, "--interface": .text,
    "--mpi-args": .text, "<command>": .text, "--class-names": .text, "--exclude-from-weight-decay": .text,
    "<train-option>": .text,
  ]

  /// Finds out what `argument` of `command` takes, by giving it an `x`; nil for what nobody has classified.
  ///
  /// - Parameter call: a valid call with the argument's words in it.
  package static func of(
    _ argument: ArgumentDescription, call: ([String]) throws -> Command
  ) async throws -> ValueKind? {
    if argument.kind == .flag { return .some(.none) }
    if argument.allValues != nil { return .listed }
    let value = "x\(argument.fileExtension)"
    let result = try await call(argument.words(value)).run()
    let isRefused = result.standardError.contains("The value '\(value)' is invalid for '\(argument.title)")
    return isRefused ? .typed : freeForm[argument.title]
  }
}
