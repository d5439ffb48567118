/// What starts the ranks of a job: the program behind mpirun, which has options of its own.
package enum ProcessManager: Sendable, Equatable, CaseIterable {
  /// That of Open MPI 4.
  case orte
  /// That of Open MPI 5.
  case prrte
  /// That of MPICH.
  case hydra

  /// - Parameter version: what mpirun prints for `--version`: "mpirun (Open MPI) 4.1.4", "HYDRA build details: …".
  /// - Returns: nil for one whose options nobody has tried.
  package init?(version: String) {
    if version.hasPrefix("HYDRA") {
      self = .hydra
    } else if let number = version.firstMatch(of: /\(Open MPI\) (\d+)\./) {
      self = (Int(number.1) ?? 0) < 5 ? .orte : .prrte
    } else {
      return nil
    }
  }

  package var implementation: MPIImplementation { self == .hydra ? .mpich : .openMPI }

  /// Whether SIGUSR2 to it comes to the ranks; else it ends by it, and the job with it.
  package var passesUserSignal2: Bool { self != .hydra }

  /// What the exit code of mpirun says of the ranks: Hydra's is a signal's own number where one has ended a rank.
  ///
  /// - Parameter code: its exit code.
  package func status(ofCode code: Int32) -> Int32 {
    // 1 and 2 are the program's own.
    self == .hydra && code > 2 && code < 32 ? 128 + code : code
  }
}

extension LaunchPlan {
  /// The arguments of mpirun, up to the program.
  package func arguments(for manager: ProcessManager) -> [String] {
    switch manager {
    case .orte: orteArguments
    case .prrte: prrteArguments
    case .hydra: hydraArguments
    }
  }
}
