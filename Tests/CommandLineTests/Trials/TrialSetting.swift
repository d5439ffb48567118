import Support

/// All options of the program, with what their trials need.
struct TrialSetting: Sendable {
  let folder: TrialFolder
  let options: [OptionUnderTrial]
  /// A call of each command.
  let calls: [[String]]
  /// Holds the script in mpirun's place.
  private let launcher: FakeLauncher

  init() async throws {
    folder = try await TrialFolder()
    launcher = try FakeLauncher(FakeLauncher.onePlainProcess)
    let small = SmallCall(folder.inputs, launcher: launcher.path)
    options = try await OptionUnderTrial.all(small, in: folder)
    calls = try await ProgramDescription.read().compactMap { small.arguments(of: $0) }
  }
}
