import Support
import Testing

extension TrialTests {
  /// Every option that takes a number, with numbers at and beyond the ends of what can be counted.
  @Suite("Hostile numbers")
  struct HostileNumberTests {
    static let values = [
      "0", "-1", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808", "1e30",
      "4000000000000000000", "nan", "inf", "-0.0", "", " 1", "1e3", "0,0", "1,9223372036854775807",
    ]

    @Test("are refused with the option's name, or taken")
    func numbers() async throws {
      let setting = try await TrialSetting()
      let before = try setting.folder.inputs.fingerprint()
      let options = setting.options.filter { $0.kind == .typed }
      let trials = try options.flatMap { option in
        try Self.values.map { value in
          var trial = Trial(
            "\(option.title) '\(value)'", try setting.folder.command(option.call(with: value)))
          // A rank alone has nobody to talk to.
          trial.remedies = [option.argument.title, "--learning-rate", "mpirun", "Name one of them"]
          return trial
        }
      }
      await TrialSeries("hostile numbers", trials).run()
      #expect(try setting.folder.inputs.fingerprint() == before, "the inputs were changed")
    }
  }
}
