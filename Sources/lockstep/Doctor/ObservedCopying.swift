/// What was seen of copying from another process's memory, with which Open MPI 4 moves large messages on a host.
package struct ObservedCopying: Codable, Sendable {
  /// Whether a copy succeeded; nil where it was not tried.
  package var isAllowed: Bool?
  /// Linux' `ptrace_scope`: from 2 on, only a privileged process may.
  package var scope = 0
  /// Whether a filter of system calls is at work, as in a container.
  package var isFiltered = false
  /// Whether MPI has been told to do without.
  package var isSwitchedOff = false

  package init() {}

  /// - Parameters:
  ///   - release: the library's.
  ///   - isJob: ranks are running.
  package func findings(_ release: MPIRelease?, isJob: Bool) -> [Finding] {
    guard release?.family == .openMPI, release?.version.hasPrefix("4") ?? false, !isSwitchedOff else { return [] }
    guard isAllowed == false || scope >= 2 else { return [] }
    let cause = scope >= 2 ? "ptrace_scope is \(scope)" : "a filter of system calls (seccomp)"
    return [
      Finding(
        isJob ? .problem : .note, "direct copies", "\(cause) forbids to copy from another rank's memory",
        why: isJob
          ? "Open MPI 4 does not notice, and fails in mid-run"
          : "Launch/local sees to it; mpirun by itself fails in mid-run",
        mend: "mpirun --mca btl_vader_single_copy_mechanism none")
    ]
  }
}
