package import RunPhases
package import SystemPackage

/// Faults that are made on purpose, to test what a run survives.
///
/// `LOCKSTEP_FAULT=rank:step:phase:kind` asks for one, several are separated by commas; `*` stands for every rank. It strikes
/// the first time that the rank comes to the phase in that step, counted since the beginning of the run, or later.
/// `LOCKSTEP_FAULT_LOG` names a file that takes a line for each one that struck; what stands in it does not strike again,
/// so a run that is started again with the same variables has each fault once.
///
/// Those of the process strike in `Whereabouts.enter`, the others where the functions below are called.
///
/// Debug builds have faults, and those with the package trait of this name. In all others each function here is empty and
/// inlined, and the variables mean nothing.
package enum Faults {
  /// Arms the faults that `environment` asks for. Once, before anything that they could strike.
  ///
  /// - Throws: ``FaultError`` where the variable cannot be read.
  @inlinable @inline(__always)
  package static func arm(_ environment: [String: String], rank: Int) throws {
    #if DEBUG || Faults
      try ArmedFaults.arm(environment, rank: rank)
    #endif
  }

  /// Whether the caller is to change its numbers as `kind` says.
  @inlinable @inline(__always)
  package static func alters(_ kind: FaultKind, in phase: RunPhase) -> Bool {
    #if DEBUG || Faults
      return ArmedFaults.alters(kind, in: phase)
    #else
      return false
    #endif
  }

  /// To be called in front of a call of the system: throws the error with which that is to fail.
  @inlinable @inline(__always)
  package static func fail(_ call: FileCall, in phase: RunPhase) throws(Errno) {
    #if DEBUG || Faults
      try ArmedFaults.fail(call, in: phase)
    #endif
  }
}
