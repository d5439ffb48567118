import Support
import Testing

extension TrialTests {
  /// The calls that trials add hostile things to: a trial of a call that fails by itself would test nothing.
  @Suite("Small calls")
  struct SmallCallTests {
    @Test("of every command do what the command does, with every option that they are made for")
    func calls() async throws {
      let setting = try await TrialSetting()
      // Without a value alone that it needs, a call is only half of one.
      let calls = Set(setting.options.filter { $0.argument.kind != .positional }.map(\.call))
      let trials = try calls.map { call in
        Trial(call.joined(separator: " "), try setting.folder.command(call), exitCodes: [Self.exitCode(of: call)])
      }
      await TrialSeries("small calls", trials).run()
    }

    private static func exitCode(of call: [String]) -> Int32 {
      // A rank alone has nobody to talk to; the sample is not Fashion-MNIST; the option that is tried is still missing.
      if call.contains("comm") { return 69 }
      if call.contains("verify") { return 65 }
      return call.last == "step" ? 64 : 0
    }
  }
}
