/// What was seen of how this process was started.
package struct ObservedStart: Codable, Sendable {
  /// Who started it, by the variables that it left; nil for a plain process.
  package var launcher: String?
  /// As the launcher's variables say.
  package var ranks: Int?
  /// Variables of a launcher that is not there any more.
  package var leftover: String?
  /// Why several processes cannot work together, which the launcher has started.
  package var complaint: String?
  /// Why MPI did not come up.
  package var failure: String?
  /// Variables that change what MPI does, by name.
  package var settings: [String: String] = [:]

  package init() {}

  package var findings: [Finding] {
    let leftover = leftover.map { Self.finding($0, why: "commands that take ranks end with 69") }
    let complaint = complaint.map { Self.finding($0, why: "each would train alone, so that all end with 69") }
    let failure = failure.map {
      Finding(
        .problem, "MPI", $0, why: "no job of ranks starts",
        mend: "what else is found here; networks first: mpirun --mca btl_tcp_if_include, or -n 2 on one host")
    }
    return [leftover, complaint, failure].compactMap(\.self)
  }

  /// A finding of a message whose first sentence says what is wrong, and whose others what to do.
  private static func finding(_ message: String, why: String) -> Finding {
    let end = message.firstRange(of: ". ")
    let advice = end.map { String(message[$0.upperBound...]).withoutFullStop } ?? "lockstep launch local train …"
    let what = end.map { String(message[..<$0.lowerBound]) } ?? message.withoutFullStop
    return Finding(.problem, "launcher", what, why: why, mend: advice)
  }
}
