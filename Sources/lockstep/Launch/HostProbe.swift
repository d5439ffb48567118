import Collectives
import Foundation
import Subprocess
import SystemPackage

/// Asks hosts whether they are there, by the way on which mpirun reaches them.
struct HostProbe: Sendable {
  /// How long a host has to answer, in all, and to be connected to.
  private static let limit = Duration.seconds(5)
  private static let seconds = "3"

  /// ssh, or what takes its place, with its arguments.
  let agent: [String]

  /// - Parameter agent: nil where hosts are reached otherwise, as by Slurm within its jobs.
  init?(agent: [String]?) {
    guard let agent, !agent.isEmpty else { return nil }
    self.agent = agent
  }

  /// The program with which mpirun reaches hosts, as the user's own arguments for mpirun, or variables, name it; nil within a
  /// job of Slurm, where it is not ssh.
  static func agent(in arguments: [String]) -> [String]? {
    let environment = ProcessInfo.processInfo.environment
    let index = arguments.firstIndex { ["plm_rsh_agent", "plm_ssh_agent", "-launcher-exec"].contains($0) }.map {
      $0 + 1
    }
    let named =
      index.flatMap { $0 < arguments.count ? arguments[$0] : nil }
      ?? ["OMPI_MCA_plm_rsh_agent", "PRTE_MCA_plm_ssh_agent", "HYDRA_LAUNCHER_EXEC"].compactMap { environment[$0] }
      .first
    if let named { return named.split(separator: ":").first?.split(separator: " ").map(String.init) }
    return BatchAllocation.current == nil ? ["ssh"] : nil
  }

  /// Those of `names` that answer, in their order.
  func answering(_ names: [String]) async -> [String] {
    let answers = await withTaskGroup(of: (Int, Bool).self) { group in
      for (index, name) in names.enumerated() { group.addTask { (index, await isThere(name)) } }
      return await group.reduce(into: Set<Int>()) { if $1.1 { $0.insert($1.0) } }
    }
    return names.indices.filter(answers.contains).map { names[$0] }
  }

  private func isThere(_ name: String) async -> Bool {
    if Self.isHere(name) { return true }
    return await withTaskGroup(of: Bool.self) { group in
      group.addTask { await connects(to: name) }
      group.addTask {
        try? await Task.sleep(for: Self.limit)
        return false
      }
      defer { group.cancelAll() }
      return await group.next() ?? false
    }
  }

  private func connects(to name: String) async -> Bool {
    let options = agent[0].hasSuffix("ssh") ? ["-o", "BatchMode=yes", "-o", "ConnectTimeout=\(Self.seconds)"] : []
    let arguments = agent.dropFirst() + options + [name, "true"]
    let executable = agent[0].contains("/") ? Executable.path(FilePath(agent[0])) : .name(agent[0])
    let result = try? await Subprocess.run(
      executable, arguments: Arguments(Array(arguments)), output: .discarded, error: .discarded)
    // A host that does not let itself in is there all the same, and nobody asks it where others are.
    return result?.terminationStatus.isSuccess ?? false || !Task.isCancelled && Self.hasAddressHere(name)
  }

  /// Whether it is another name of this host, as a pod's name in its cluster is.
  private static func hasAddressHere(_ name: String) -> Bool {
    let host = name.split(separator: "@").last.map(String.init) ?? name
    let own = Set(Host.current().addresses)
    // Among its own there is no loopback.
    return Host(name: host).addresses.contains { own.contains($0) || $0.hasPrefix("127.") || $0 == "::1" }
  }

  /// Whether it is this host, which mpirun reaches without help. Nobody else is asked: a name server may be what has failed.
  private static func isHere(_ name: String) -> Bool {
    let own = WatchedJob.ownHostName
    if ["localhost", "127.0.0.1", "::1", own, own.prefix { $0 != "." }.description].contains(name) { return true }
    return IPv4Address(name).map { address in SystemRoutes().interfaces.contains { $0.address == address } } ?? false
  }
}
