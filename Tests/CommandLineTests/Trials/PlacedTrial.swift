import Support

extension TrialSetting {
  /// A trial of `option` with a path to `place`, which is made first.
  func trial(of option: OptionUnderTrial, at place: HostilePlace, as user: Unprivileged) async throws -> PlacedTrial {
    let path = try await place.make(in: folder.makeFolder(), suffix: option.argument.fileExtension)
    var words = option.call(with: path)
    var call = #"exec "$@""#
    if place.isAboutPermission { call = user.script }
    if place == .readPipe { call = Self.reading(path) }
    if place == .fileOfOtherEncoding {
      words = option.call + option.argument.words("").dropLast()
      call += " \(option.argument.kind == .option ? option.argument.title + "=" : "")\(HostilePlace.word(path, place))"
    }
    let program = place.isAboutPermission ? user.program : LockstepProgram.path
    let trial = Trial(
      "\(option.title) to \(place.rawValue)", try folder.command(words, script: call, program: program))
    return PlacedTrial(trial: trial, path: path, node: FileNode(path))
  }

  /// A script that reads the pipe into a file while the call runs; it holds the pipe open until both are ready.
  private static func reading(_ pipe: String) -> String {
    #"""
    exec 3<>'\#(pipe)' 4<'\#(pipe)'
    cat <&4 3>&- >'\#(pipe).read' &
    exec 4<&-
    "$@" 3>&- &
    child=$!
    trap 'kill -9 $child' TERM
    wait $child
    status=$?
    exec 3>&-
    wait
    exit $status
    """#
  }
}

extension Trial {
  /// Of `doctor`: what other commands refuse, it prints as a finding, or among what it saw. A model alone it must read.
  mutating func expectFindings(of option: OptionUnderTrial, about texts: [String]) {
    guard option.command.name == "doctor", option.argument.title != "--model" else { return }
    (exitCodes, remedies) = ([69], [])
    inspection = { result in
      texts.contains { result.standardOutput.contains($0) } ? nil : "its output names none of \(texts)"
    }
  }
}

/// A trial of an option that names a path.
struct PlacedTrial: Sendable {
  var trial: Trial
  let path: String
  /// What stood at the path before.
  let node: FileNode?
}
