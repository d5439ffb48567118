import CSignals
import Training

/// What signals have asked of this process; `train` alone takes notice of them.
///
/// SIGTERM, SIGINT, SIGHUP and SIGUSR1 ask a run to save a checkpoint and to end, SIGUSR2 to save one and to go on. SIGCONT, which
/// mpirun sends before its SIGTERM, means nothing. The handlers note what came, and ranks agree on it between two steps: so any
/// thread may get the signal, and one rank that gets it is enough.
enum Interruption {
  /// Begins to take notice. Before it, a signal does what it does to every program.
  static func install() { csignals_install(ParentProcess.launcher ?? 0) }

  /// What is asked for since the last call: a checkpoint is taken once, and who is to stop stays so.
  static func take() -> RunRequest {
    let saves = csignals_take_save()
    return csignals_stop() != 0 ? .stop : saves ? .checkpoint : .none
  }

  /// The name of the signal that asked this process to stop; nil where none did, as where another rank had it.
  static var signalName: String? {
    let number = csignals_stop()
    return NamedSignal.stopping.first { $0.number == number }?.name
  }
}
