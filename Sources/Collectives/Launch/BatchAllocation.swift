import Foundation

/// The hosts that a batch system has given to the job that this process belongs to.
///
/// mpirun takes them where nothing else is said, and all of them: so a start on one machine must say that it is one.
package enum BatchAllocation: Sendable, Equatable {
  /// A job of Slurm: sbatch or salloc.
  case slurm

  /// The one that the variables of a process tell of, by the names that mpirun looks for; nil outside of a job.
  package init?(_ environment: [String: String]) {
    guard environment["SLURM_JOBID"] != nil, environment["SLURM_NODELIST"] != nil else { return nil }
    self = .slurm
  }

  /// That of this process.
  package static var current: BatchAllocation? { BatchAllocation(ProcessInfo.processInfo.environment) }
}
