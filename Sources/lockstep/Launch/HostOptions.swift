import ArgumentParser
import Checkpoints
import Collectives
import InputFiles
import SystemPackage

/// Options of which hosts ranks run on, and how these talk.
struct HostOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Hosts and their ranks: h1:4,h2:4.", valueName: "list"))
  var hosts: String?

  @Option(
    help: ArgumentHelp(
      "Open MPI's hostfile instead of --hosts: a line h1 slots=4 for each host.", valueName: "file"),
    completion: .file())
  var hostfile: String?

  @Option(
    help: ArgumentHelp(
      "Talk over these interfaces or subnets alone: eth0 or 10.0.0.0/24.",
      discussion: "Default: all but loopback and the bridges of containers and virtual machines.", valueName: "list"))
  var interface: String?

  @Option(
    help: ArgumentHelp(
      "How long to wait before each start until all hosts answer; those that do not are left out.",
      valueName: "seconds"))
  var waitForHosts = 0

  func validate() throws {
    try require(waitForHosts, "--wait-for-hosts", in: CountRange.seconds)
    guard (hosts ?? "").isEmpty != (hostfile ?? "").isEmpty else {
      throw ValidationError("expected one of --hosts h1:4,h2:4 and --hostfile FILE")
    }
  }

  /// The networks between the hosts.
  var network: LaunchPlan.Network { interface.flatMap { $0.isEmpty ? nil : .only($0) } ?? .allButLocal }

  /// - Throws: where the file cannot be read, or names no host.
  func check() throws { _ = try fileHosts() }

  /// The hosts, as that mpirun reads them: the file is one of Open MPI's.
  func list(for manager: ProcessManager) throws -> LaunchPlan.HostList {
    guard let hostfile, let fileHosts = try fileHosts() else { return .named(hosts ?? "") }
    return manager.implementation == .openMPI ? .file(hostfile) : .named(fileHosts)
  }

  private func fileHosts() throws -> [LaunchPlan.HostList.Host]? {
    guard let hostfile, !hostfile.isEmpty else { return nil }
    let path = FilePath(hostfile)
    let hosts = try LaunchPlan.HostList.hosts(inFile: Self.text(ofFile: path))
    guard !hosts.isEmpty else {
      throw StorageError(
        .badData, path, "names no host", advice: "Write a line for each host, such as h1 slots=4")
    }
    return hosts
  }

  /// The text of a file with hosts.
  static func text(ofFile path: FilePath) throws -> String {
    String(decoding: try InputFile(path).rest(atMost: largestFile), as: UTF8.self)
  }

  /// More hosts than any job has.
  private static let largestFile = 1 << 24
}
