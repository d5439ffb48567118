import ArgumentParser
import Checkpoints
import Collectives
import InputFiles
import SystemPackage

/// Options of which hosts ranks run on, and how these talk.
struct HostOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Hosts and their ranks: h1:4,h2:4.", discussion: "Default: in a job of Slurm, the job's hosts and tasks.",
      valueName: "list"))
  var hosts: String?

  @Option(
    help: ArgumentHelp(
      "Open MPI's hostfile instead of --hosts: a line h1 slots=4 for each host.", valueName: "file"),
    completion: .file())
  var hostfile: String?

  @Option(
    help: ArgumentHelp(
      "Talk over these interfaces or subnets alone: eth0 or 10.0.0.0/24.",
      discussion: "Default: the network in which the other hosts have their addresses.", valueName: "list"))
  var interface: String?

  @Option(
    help: ArgumentHelp(
      "How long to wait before each start until all hosts answer; those that do not are left out.",
      valueName: "seconds"))
  var waitForHosts = 0

  func validate() throws {
    try require(waitForHosts, "--wait-for-hosts", in: CountRange.seconds)
    let given = [hosts, hostfile].count { $0?.isEmpty == false }
    guard given == 1 || given == 0 && BatchAllocation.current != nil else {
      throw ValidationError(
        "expected one of --hosts h1:4,h2:4 and --hostfile FILE" + (given == 0 ? ", or a job of Slurm around it" : ""))
    }
  }

  /// The networks between the hosts.
  ///
  /// - Parameters:
  ///   - list: what they connect.
  ///   - manager: which is to be told.
  ///   - say: is told where they are not known.
  /// - Throws: where the file of hosts cannot be read, or the manager does not know what the user means.
  func network(
    of list: LaunchPlan.HostList, for manager: ProcessManager, _ say: (String) -> Void
  ) throws -> LaunchPlan.Network {
    if let interface, !interface.isEmpty {
      guard manager != .hydra || !interface.contains(where: { "/,".contains($0) }) else {
        throw ValidationError("--interface \(interface): MPICH's mpirun takes the name of one interface, as in eth0")
      }
      return .only(interface)
    }
    // The batch system knows their addresses.
    if case .allocation = list { return .allButLocal }
    switch HostNetwork(to: try Self.hosts(of: list).map(\.name)) {
    case .one(let network): return .only("\(network)")
    case .unneeded: return .allButLocal
    case .unknown(let reason):
      say("\(reason): using all networks but loopback, docker0 and virbr0; --interface 10.0.0.0/24 names the right one")
      return .allButLocal
    }
  }

  /// - Throws: where the file cannot be read, or names no host.
  func check() throws { _ = try fileHosts() }

  /// The hosts, as that mpirun reads them: the file is one of Open MPI's.
  func list(for manager: ProcessManager) throws -> LaunchPlan.HostList {
    if let hosts, !hosts.isEmpty { return .named(hosts) }
    guard let hostfile, let fileHosts = try fileHosts() else { return .allocation }
    return manager.implementation == .openMPI ? .file(hostfile) : .named(fileHosts)
  }

  private func fileHosts() throws -> [LaunchPlan.HostList.Host]? {
    guard let hostfile, !hostfile.isEmpty else { return nil }
    let path = FilePath(hostfile)
    let hosts = try Self.hosts(of: .file(hostfile))
    guard !hosts.isEmpty else {
      throw StorageError(
        .badData, path, "names no host", advice: "Write a line for each host, such as h1 slots=4")
    }
    return hosts
  }

  /// The hosts of a list.
  ///
  /// - Throws: where they are in a file that cannot be read.
  static func hosts(of list: LaunchPlan.HostList) throws -> [LaunchPlan.HostList.Host] {
    switch list {
    case .named(let list): LaunchPlan.HostList.hosts(named: list)
    case .file(let path): LaunchPlan.HostList.hosts(inFile: try text(ofFile: FilePath(path)))
    case .allocation: []
    }
  }

  /// The text of a file with hosts.
  private static func text(ofFile path: FilePath) throws -> String {
    String(decoding: try InputFile(path).rest(atMost: largestFile), as: UTF8.self)
  }

  /// More hosts than any job has.
  private static let largestFile = 1 << 24
}
