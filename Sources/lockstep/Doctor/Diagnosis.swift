/// What is wrong with the hosts of a job, each finding once.
package struct Diagnosis: Sendable {
  /// A finding and the hosts that it is about; none where it is about the job.
  package struct Entry: Sendable {
    package let hosts: [String]
    package let finding: Finding
  }

  package let hosts: [HostObservation]
  /// Problems first.
  package let entries: [Entry]

  package init(_ hosts: [HostObservation]) {
    self.hosts = hosts
    var entries: [Entry] = []
    for host in hosts {
      for finding in host.findings {
        if let place = entries.firstIndex(where: { $0.finding == finding }) {
          guard !entries[place].hosts.contains(host.host) else { continue }
          entries[place] = Entry(hosts: entries[place].hosts + [host.host], finding: finding)
        } else {
          entries.append(Entry(hosts: [host.host], finding: finding))
        }
      }
    }
    entries += Self.jobFindings(hosts).map { Entry(hosts: [], finding: $0) }
    self.entries =
      entries.filter { $0.finding.severity == .problem } + entries.filter { $0.finding.severity == .note }
  }

  package var problemCount: Int { entries.count { $0.finding.severity == .problem } }
  package var noteCount: Int { entries.count - problemCount }

  /// What several hosts have wrong between them.
  private static func jobFindings(_ hosts: [HostObservation]) -> [Finding] {
    let data = Set(hosts.map(\.data.digests).filter { !$0.isEmpty }).count
    let otherData = Finding(
      .problem, "data", "the hosts have \(data) different data sets", why: "training ends with 69",
      mend: "give all hosts the same files")
    return [slots(hosts), clocks(hosts), data > 1 ? otherData : nil].compactMap(\.self)
      + ObservedNetwork.duplicates(hosts.map { ($0.host, $0.network) })
  }

  /// Of a job; a host alone says it itself.
  private static func slots(_ hosts: [HostObservation]) -> Finding? {
    guard let first = hosts.first?.processors, first.isJob, let slots = first.slots else { return nil }
    let ranks = hosts.reduce(0) { $0 + $1.processors.ranks.count }
    let workers = hosts.reduce(0) { $0 + $1.processors.workers }
    guard ranks > 0 else { return nil }
    return ObservedProcessors.slotFinding(
      slots: slots, workers: max(1, workers / ranks), cores: hosts.reduce(0) { $0 + $1.processors.cores.count },
      onEach: hosts.map(\.processors.cores.count).max() ?? 1)
  }

  /// How far clocks may be apart, in seconds.
  private static let tolerance = 1.0

  private static func clocks(_ hosts: [HostObservation]) -> Finding? {
    let clocks = hosts.compactMap { host in host.clockSeconds.map { (host: host.host, seconds: $0) } }
    guard let last = clocks.max(by: { $0.seconds < $1.seconds }),
      let first = clocks.min(by: { $0.seconds < $1.seconds }),
      last.seconds - first.seconds > tolerance
    else { return nil }
    let seconds = Int((last.seconds - first.seconds).rounded())
    return Finding(
      .note, "clocks", "\(last.host) is \(seconds) s ahead of \(first.host)",
      why: "times in logs and files of hosts do not compare", mend: "chronyd or systemd-timesyncd on all hosts")
  }
}
