import ArgumentParser
import Pictures

/// Whether results are coloured.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
  /// On a terminal, unless the environment says otherwise.
  case auto
  case always, never

  /// Whether there are to be colours on a stream.
  ///
  /// - Parameter isTerminal: whether a person looks at the stream.
  func isColored(isTerminal: Bool, environment: [String: String]) -> Bool {
    func isSet(_ name: String) -> Bool { environment[name].map { !$0.isEmpty } ?? false }
    func isForced(_ name: String) -> Bool { isSet(name) && environment[name] != "0" }
    switch self {
    case .always: return true
    case .never: return false
    case .auto:
      // https://no-color.org: it wins over whatever forces colours.
      if isSet("NO_COLOR") { return false }
      if isForced("FORCE_COLOR") || isForced("CLICOLOR_FORCE") { return true }
      return isTerminal && isSet("TERM") && environment["TERM"] != "dumb"
    }
  }
}

/// Options of commands that show pictures or progress.
struct ColorOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Colours of pictures and bars on a terminal.",
      discussion:
        "auto: on a terminal, unless NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE or TERM=dumb in the environment say otherwise.",
      valueName: "auto|always|never"))
  var color: ColorChoice = .auto

  /// How pictures are drawn.
  func pictureStyle(_ environment: [String: String]) -> TerminalPicture.Style {
    color.isColored(isTerminal: Terminal.isOutputLive, environment: environment) ? .colored : .plain
  }
}
