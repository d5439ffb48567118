#if DEBUG || Faults
  import ExitCodes
  import Faults
  import RunPhases
  import Testing

  @Suite("Faults that are made on purpose")
  struct FaultPlanTests {
    @Test("are read from their text, for this rank or for all")
    func reading() throws {
      let fault = try Fault("1:37:gradients:flip-gradient")
      #expect(fault.rank == 1)
      #expect(fault.step == 37)
      #expect(fault.phase == .gradients)
      #expect(fault.kind == .flipGradient)
      let plan = try FaultPlan("0:1:take:kill,*:2:loading:exit,1:3:audit:stop", rank: 1)
      #expect(plan.faults.map(\.text) == ["*:2:loading:exit", "1:3:audit:stop"])
    }

    @Test(
      "say what is wrong with a text, and end the program with 64",
      arguments: [
        ("", "has 1 parts, expected 4"), ("1:2:gradients", "has 3 parts, expected 4"),
        ("x:2:gradients:kill", "the rank is x"), ("1:-2:gradients:kill", "the step is -2"),
        ("1:2:lunch:kill", "there is no phase lunch; there are starting, loading, gradients"),
        ("1:2:gradients:fire", "there is no kind fire; there are kill, segfault"),
        ("1:2:gradients:disk-full", "disk-full strikes in checkpoint, recording, not in gradients"),
        ("0:1:take:kill,", "has 1 parts, expected 4"),
      ])
    func refusal(text: String, problem: String) throws {
      let error = try #require(throws: FaultError.self) { try FaultPlan(text, rank: 0) }
      #expect(error.exitStatus == .usage)
      #expect(error.description.contains(problem), "\(error)")
      #expect(error.description.contains("rank:step:phase:kind"))
    }

    @Test("strike once, in their phase, in their step or the first one behind it")
    func taking() throws {
      var plan = try FaultPlan("0:5:take:kill", rank: 0)
      plan.reach(step: 4)
      #expect(plan.take(in: .take) { _ in true } == nil)
      plan.reach(step: 7)
      #expect(plan.take(in: .gradients) { _ in true } == nil)
      #expect(plan.take(in: .take) { $0 == .stop } == nil)
      #expect(plan.take(in: .take) { _ in true }?.text == "0:5:take:kill")
      #expect(plan.take(in: .take) { _ in true } == nil)
    }

    @Test("of gradients last for their step, however often it is computed")
    func lasting() throws {
      var plan = try FaultPlan("0:5:gradients:nan", rank: 0)
      plan.reach(step: 5)
      #expect(!plan.lasts(.nan))
      #expect(plan.take(in: .gradients) { $0 == .nan } != nil)
      #expect(plan.lasts(.nan))
      plan.reach(step: 4)
      #expect(!plan.lasts(.nan))
      plan.reach(step: 5)
      #expect(plan.lasts(.nan))
      #expect(!plan.lasts(.flipGradient))
    }

    @Test("do not strike again where the log has them")
    func log() throws {
      let plan = try FaultPlan("0:1:take:kill,0:2:take:kill", rank: 0, struck: ["0:1:take:kill"])
      #expect(plan.faults.map(\.step) == [2])
    }

    @Test("each kind has a phase, and each phase a word of its own")
    func words() {
      for kind in FaultKind.allCases { #expect(!kind.phases.isEmpty) }
      #expect(Set(RunPhase.allCases.map(\.word)).count == RunPhase.allCases.count)
      for phase in RunPhase.allCases { #expect(RunPhase(word: phase.word) == phase) }
    }
  }
#endif
