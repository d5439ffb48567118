/// A diagnosis for a program.
struct DiagnosisRecord: Encodable {
  /// What was found.
  struct Entry: Encodable {
    let severity: Finding.Severity
    /// Of which hosts; empty for the job.
    let hosts: [String]
    let subject: String
    let what: String
    let why: String
    let mend: String
  }

  let problems: Int
  let notes: Int
  let findings: [Entry]
  /// What was seen on each host.
  let hosts: [HostObservation]

  init(_ diagnosis: Diagnosis) {
    (problems, notes) = (diagnosis.problemCount, diagnosis.noteCount)
    findings = diagnosis.entries.map {
      Entry(
        severity: $0.finding.severity, hosts: $0.hosts, subject: $0.finding.subject, what: $0.finding.what,
        why: $0.finding.why, mend: $0.finding.mend)
    }
    hosts = diagnosis.hosts
  }
}
