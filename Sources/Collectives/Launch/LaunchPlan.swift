/// How the ranks of a job are to be started: all that becomes arguments of a launcher, as data.
///
/// Each process manager has words of its own for it: see ``arguments(for:)``.
package struct LaunchPlan: Sendable, Equatable {
  /// Where the ranks run.
  package enum Place: Sendable, Equatable {
    /// On this machine alone.
    ///
    /// - Parameter canCopyDirectly: a process may copy from another's memory.
    case machine(RankPlacement.Crowding, canCopyDirectly: Bool)
    /// On several.
    ///
    /// - Parameter variables: the names of the environment variables that all of them get.
    case hosts(HostList, Network, variables: [String])
  }

  /// The hosts, and how many ranks each takes.
  package enum HostList: Sendable, Equatable {
    /// As in "h1:4,h2:4".
    case named(String)
    /// The path of a file with a line "h1 slots=4" for each host.
    case file(String)
  }

  /// The networks over which hosts talk.
  package enum Network: Sendable, Equatable {
    /// Those that lead to other hosts: a bridge of containers or virtual machines has the same address on every host, and
    /// who connects to it waits for ever.
    case allButLocal
    /// Interfaces or subnets, separated by commas: "eth0", "10.0.0.0/24".
    case only(String)
  }

  /// Who ends the ranks when the job is to end.
  package enum Ending: Sendable, Equatable {
    /// The launcher, which a user or a batch system asks.
    case byLauncher
    /// A supervisor, which asks the ranks themselves; the launcher only removes what is left of a job that has failed.
    case bySupervisor
  }

  package let place: Place
  /// The number of ranks; nil for all that the hosts take.
  package let ranks: Int?
  /// The threads of each rank.
  package let threads: Int
  package let binding: RankPlacement.Binding
  /// The user's own arguments for the launcher, after all others.
  package let moreArguments: [String]
  /// Who ends the ranks when the job is to end.
  package let ending: Ending

  package init(
    _ place: Place, ranks: Int?, threads: Int, binding: RankPlacement.Binding, moreArguments: [String] = [],
    ending: Ending = .byLauncher
  ) {
    self.place = place
    self.ranks = ranks
    self.threads = threads
    self.binding = binding
    self.moreArguments = moreArguments
    self.ending = ending
  }

  /// The plan for ranks on this machine.
  package init(
    _ placement: RankPlacement, canCopyDirectly: Bool = DirectCopy.isAllowed, moreArguments: [String] = [],
    ending: Ending = .byLauncher
  ) {
    self.init(
      .machine(placement.crowding, canCopyDirectly: canCopyDirectly), ranks: placement.ranks,
      threads: placement.threads, binding: placement.binding, moreArguments: moreArguments, ending: ending)
  }
}
