#if DEBUG || Faults
  public import RunPhases
  import Synchronization
  public import SystemPackage

  /// The faults of this process.
  @usableFromInline
  package enum ArmedFaults {
    static let variable = "LOCKSTEP_FAULT"
    static let logVariable = "LOCKSTEP_FAULT_LOG"

    private static let plan = Mutex(FaultPlan())
    private static let log = Mutex<FilePath?>(nil)

    @usableFromInline
    package static func arm(_ environment: [String: String], rank: Int) throws {
      guard let text = environment[variable], !text.isEmpty else { return }
      let path = environment[logVariable].flatMap { $0.isEmpty ? nil : FilePath($0) }
      let struck = path.map { FaultLog.read($0) } ?? []
      let armed = try FaultPlan(text, rank: rank, struck: struck)
      plan.withLock { $0 = armed }
      log.withLock { $0 = path }
    }

    static func reach(_ phase: RunPhase, step: Int) {
      let fault = plan.withLock { plan in
        plan.reach(step: step)
        return plan.take(in: phase) { $0.isOfProcess }
      }
      guard let fault else { return }
      note(fault)
      fault.kind.strikeProcess()
    }

    @usableFromInline
    package static func alters(_ kind: FaultKind, in phase: RunPhase) -> Bool {
      guard let fault = plan.withLock({ $0.take(in: phase) { $0 == kind } }) else {
        return plan.withLock { $0.lasts(kind) }
      }
      note(fault)
      return true
    }

    @usableFromInline
    package static func fail(_ call: FileCall, in phase: RunPhase) throws(Errno) {
      guard let fault = plan.withLock({ $0.take(in: phase) { $0.error(of: call) != nil } }) else { return }
      note(fault)
      if let error = fault.kind.error(of: call) { throw error }
    }

    /// Writes down that a fault strikes now. What cannot be written is lost: the fault is what counts.
    private static func note(_ fault: Fault) {
      guard let path = log.withLock({ $0 }) else { return }
      try? FaultLog.append("\(fault.text) struck at step \(plan.withLock { $0.step })", to: path)
    }
  }
#endif
