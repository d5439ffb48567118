import Support

/// All options of the program, with what their trials need.
struct TrialSetting: Sendable {
  let folder: TrialFolder
  let options: [OptionUnderTrial]
  /// Holds the script in mpirun's place.
  private let launcher: FakeLauncher

  init() async throws {
    folder = try await TrialFolder()
    launcher = try FakeLauncher(FakeLauncher.onePlainProcess)
    options = try await OptionUnderTrial.all(SmallCall(folder.inputs, launcher: launcher.path), in: folder)
  }
}
