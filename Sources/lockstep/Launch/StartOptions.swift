import ArgumentParser
import Collectives

/// Options of how ranks are started on this machine.
struct StartOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What a rank is bound to.",
      discussion: "Default: core where every thread has a core and all CPUs of the machine may be used; else none.",
      valueName: "core|none"))
  var bind: RankPlacement.Binding?

  @OptionGroup private var launcherOption: LauncherOption

  /// As the user named it; nil for the one in the path.
  var launcher: String? { launcherOption.launcher }
}

/// The option that names mpirun.
struct LauncherOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "mpirun of the MPI that the program was built with.", discussion: "Default: the first one in PATH.",
      valueName: "program")
  )
  var launcher: String?

  func validate() throws {
    guard launcher?.isEmpty != true else { throw ValidationError("--launcher: expected a program") }
  }
}

extension RankPlacement.Binding: ExpressibleByArgument {}
