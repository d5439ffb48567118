import CSignals
import Collectives
import Foundation

/// The process that started this one.
enum ParentProcess {
  /// Its number where it is the launcher of the ranks: mpirun, its daemon on another host, or Slurm's; nil for a plain process,
  /// and where a script or a tool stands between.
  static var launcher: Int32? {
    let environment = ProcessInfo.processInfo.environment
    let launch = LaunchEnvironment(environment)
    guard let launcher = launch.launcher, launch.isGenuine, [.openMPI, .pmix].contains(launcher) else { return nil }
    let parent = getppid()
    return ProcessFile.isRank(environment, process: "\(parent)") ? nil : parent
  }

  /// Lets no rank outlive its launcher: killed with `kill -9`, it cannot end its ranks, and of those only the ones that wait in
  /// MPI would notice.
  ///
  /// The system sends the signal when the *thread* that started this process ends. Those of launchers live as long as they do; of
  /// a tool in between nobody knows, and such a rank is not bound to it. A launcher that ended before this call has left its rank
  /// to another process, with which nothing ends; such a rank fails in MPI_Init.
  static func endWithLauncher() {
    guard let launcher else { return }
    csignals_end_with_parent(launcher)
  }
}
