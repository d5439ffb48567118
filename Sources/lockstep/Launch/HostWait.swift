import Foundation

/// Waits for hosts that are there later than the launcher: pods whose names nobody knows yet, machines that start anew.
struct HostWait {
  private let hosts: AvailableHosts
  private let probe: HostProbe
  /// How long all of them have to answer, before each start.
  private let limit: Duration

  private static let pause = Duration.seconds(1)

  /// - Returns: nil where nobody is to wait, or hosts cannot be asked.
  init?(for hosts: AvailableHosts, _ probe: HostProbe?, seconds: Int) {
    guard seconds > 0, let probe else { return nil }
    self.hosts = hosts
    self.probe = probe
    limit = .seconds(seconds)
  }

  /// Comes back when all have answered, when the time is over, or when the job is asked to end.
  ///
  /// - Parameter say: is told whom it waits for.
  /// - Throws: an error where their file cannot be read, or, before the first start, where none has answered.
  func run(isRestart: Bool, isStopped: () -> Bool, say: (String) -> Void) async throws {
    let all = try hosts.names()
    let end = ContinuousClock.now + limit
    var absent = all
    var hasSpoken = false
    while !isStopped() {
      let present = Set(await probe.answering(absent))
      absent.removeAll(where: present.contains)
      guard !absent.isEmpty else { return }
      guard ContinuousClock.now < end else { break }
      if !hasSpoken { say("waiting up to \(limit.components.seconds) s for \(absent.joined(separator: ", "))") }
      hasSpoken = true
      try await Task.sleep(for: Self.pause)
    }
    guard !isRestart, !isStopped(), absent.count == all.count else { return }
    throw LaunchError(
      description: """
        no host has answered in \(limit.components.seconds) s: \(absent.joined(separator: ", ")). Each is asked with \
        "\(probe.agent.joined(separator: " ")) HOST true"; try that, or wait longer with --wait-for-hosts.
        """)
  }
}
