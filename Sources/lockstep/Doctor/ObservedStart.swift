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
    let leftover = leftover.map {
      Finding(
        .problem, "launcher", $0.withoutFullStop, why: "commands that take ranks end with 69", mend: "env -i, or unset")
    }
    let complaint = complaint.map {
      Finding(
        .problem, "launcher", $0.withoutFullStop, why: "each would train alone", mend: "mpirun -n 2 lockstep doctor")
    }
    let failure = failure.map {
      Finding(
        .problem, "MPI", $0, why: "no job of ranks starts",
        mend: "what else is found here; networks first: mpirun --mca btl_tcp_if_include, or -n 2 on one host")
    }
    return [leftover, complaint, failure].compactMap(\.self)
  }
}
