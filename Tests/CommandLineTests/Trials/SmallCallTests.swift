import Support
import Testing

extension TrialTests {
  /// The calls that trials add hostile things to: a trial of a call that fails by itself would test nothing.
  @Suite("Small calls")
  struct SmallCallTests {
    @Test("of every command do what the command does")
    func calls() async throws {
      let setting = try await TrialSetting()
      let trials = try setting.calls.map { call in
        Trial(call.joined(separator: " "), try setting.folder.command(call), exitCodes: [Self.exitCode(of: call)])
      }
      await TrialSeries("small calls", trials).run()
    }

    private static func exitCode(of call: [String]) -> Int32 {
      // A rank alone has nobody to talk to; the sample is not Fashion-MNIST.
      if call.contains("comm") { return 69 }
      // The script in mpirun's place is of no release.
      if call.first == "doctor" { return 69 }
      if call.starts(with: ["data", "verify"]) { return 65 }
      return 0
    }
  }
}
