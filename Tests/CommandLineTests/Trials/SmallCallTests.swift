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
        // A rank alone has nobody to talk to.
        Trial(
          call.joined(separator: " "), try setting.folder.command(call), exitCodes: [call.contains("comm") ? 69 : 0])
      }
      await TrialSeries("small calls", trials).run()
    }
  }
}
