extension LaunchPlan {
  /// The arguments of mpirun of Open MPI 5, up to the program.
  ///
  /// It has no option for the time between its signals: its ranks have a quarter of a second for each.
  var prrteArguments: [String] {
    switch place {
    case .machine(let crowding, let canCopyDirectly):
      countArguments + mapArguments(modifier: crowding == .processors ? "OVERSUBSCRIBE" : nil) + bindArguments
        + Self.arguments(crowding) + networkArguments(sharedMemory: "sm") + Self.windows
        + (canCopyDirectly ? [] : Self.setting("smsc", "^cma")) + moreArguments
    case .hosts(let hosts, let network, let variables):
      Self.arguments(hosts) + countArguments + mapArguments() + bindArguments + Self.arguments(network) + Self.windows
        + Self.arguments(variables: variables) + moreArguments
    }
  }

  /// Windows are of one host. Others are tried first, and one of these complains of itself.
  private static let windows = setting("osc", "sm")

  private static func arguments(_ crowding: RankPlacement.Crowding) -> [String] {
    switch crowding {
    case .none: []
    case .hardwareThreads: ["--use-hwthread-cpus"]
    case .processors: yielding
    }
  }
}
