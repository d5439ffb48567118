import Collectives
import Foundation

/// The hosts of a job that can take ranks, and how many ranks these are to be.
struct AvailableHosts {
  let list: LaunchPlan.HostList
  /// Nil for all that the hosts take.
  let ranks: Int?

  /// The hosts that are there now, with no more ranks than they take.
  ///
  /// - Parameter say: is told which hosts are left out.
  /// - Throws: an error where their file cannot be read, or written anew.
  /// - Returns: nil where none is there.
  func answering(_ probe: HostProbe, say: (String) -> Void) async throws -> AvailableHosts? {
    if case .allocation = list { return self }
    let hosts = try HostOptions.hosts(of: list)
    let names = Set(await probe.answering(hosts.map(\.name)))
    let present = hosts.filter { names.contains($0.name) }
    let absent = hosts.filter { !names.contains($0.name) }.map(\.name)
    guard !absent.isEmpty else { return self }
    guard !present.isEmpty else {
      say("no host answers: \(absent.joined(separator: ", "))")
      return nil
    }
    let slots = present.compactMap(\.slots)
    let ranks = ranks.map { slots.count == present.count ? min($0, slots.reduce(0, +)) : $0 }
    say("left out, since they do not answer: \(absent.joined(separator: ", "))")
    return AvailableHosts(list: try list(of: present), ranks: ranks)
  }

  /// All of them, as they are called in the list.
  func names() throws -> [String] { try HostOptions.hosts(of: list).map(\.name) }

  private func list(of hosts: [LaunchPlan.HostList.Host]) throws -> LaunchPlan.HostList {
    guard case .file = list else { return .named(hosts) }
    let file = Self.file
    try Data(LaunchPlan.HostList.fileText(hosts).utf8).write(to: file)
    return .file(file.path)
  }

  /// That of hosts which answer, where they were named in a file.
  private static var file: URL { FileManager.default.temporaryDirectory.appending(path: "lockstep-hosts-\(getpid())") }

  static func removeFile() { try? FileManager.default.removeItem(at: file) }
}
