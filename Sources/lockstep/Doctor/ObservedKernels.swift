/// What was seen of the kernel sets.
package struct ObservedKernels: Codable, Sendable {
  /// Those that this processor runs, best first, and the one that would run.
  package var usable: [String] = []
  package var chosen: String?
  /// Whether a variable names it.
  package var isNamed = false
  /// Why none can be chosen.
  package var fault: String?

  package init() {}

  package var findings: [Finding] {
    if let fault {
      return [
        Finding(.problem, "kernels", fault, why: "nothing that computes starts", mend: "unset LOCKSTEP_KERNELS")
      ]
    }
    guard let chosen, let best = usable.first else { return [] }
    if chosen != best {
      return [
        Finding(
          .problem, "kernels", "LOCKSTEP_KERNELS=\(chosen), but this processor runs \(best)", why: "training is slower",
          mend: "unset LOCKSTEP_KERNELS")
      ]
    }
    guard best == "portable" else { return [] }
    return [
      Finding(
        .note, "kernels", "this processor has no AVX2", why: "the portable kernels are several times slower",
        mend: "another machine")
    ]
  }
}
