import ArgumentParser
import Reports

/// What `--progress` asks for.
enum ProgressChoice: String, CaseIterable, ExpressibleByArgument {
  case auto, bar, plain, none
}

/// What `--verbose` asks for; the numbers are Keras'.
enum Verbosity: String, CaseIterable, ExpressibleByArgument {
  /// What `--progress` says.
  case auto
  case silent = "0"
  case bar = "1"
  case lines = "2"

  /// The progress of the same name in Keras; nil where it is left open.
  var progress: ProgressChoice? {
    switch self {
    case .auto: nil
    case .silent: ProgressChoice.none
    case .bar: .bar
    case .lines: .plain
    }
  }
}

/// Options of what a run says while it goes on.
struct ProgressOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How progress is shown, on standard error.",
      discussion: """
        bar: a line redrawn in place, on a terminal; plain: a line for each epoch, and one every 30 seconds in a long \
        epoch; none: nothing; auto: bar on a terminal, plain elsewhere.
        """, valueName: "auto|bar|plain|none"))
  var progress: ProgressChoice = .auto

  @Option(
    help: ArgumentHelp(
      "Progress by Keras' numbers: 0 is --progress none, and hides the plan too; 1 is bar; 2 is plain.",
      discussion: "auto: as --progress says. A number that contradicts --progress is refused.",
      valueName: "auto|0|1|2"))
  var verbose: Verbosity = .auto

  @OptionGroup var color: ColorOption

  func validate() throws {
    guard let asked = verbose.progress, progress != .auto, progress != asked else { return }
    throw ValidationError(
      "--verbose \(verbose.rawValue) is --progress \(asked.rawValue), and contradicts --progress \(progress.rawValue); "
        + "give one of them")
  }

  /// Whether the plan and remarks are left out as well.
  var isSilent: Bool { verbose == .silent }

  /// How progress is shown on the terminal, or where there is none.
  func style(_ environment: [String: String]) -> ProgressStyle {
    let isColored = color.color.isColored(isTerminal: true, environment: environment)
    let isLive = Terminal.liveColumns != nil
    return switch verbose.progress ?? progress {
    case .none: .none
    case .plain: .plain
    case .bar: isLive ? .bar(isColored: isColored) : .plain
    case .auto: isLive && environment["TERM"] != "dumb" ? .bar(isColored: isColored) : .plain
    }
  }
}
