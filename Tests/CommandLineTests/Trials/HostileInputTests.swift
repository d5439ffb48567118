import Foundation
import Support
import Testing

extension TrialTests {
  /// Every option and argument that names an input, and everything that such a path can lead to.
  @Suite("Hostile inputs")
  struct HostileInputTests {
    private static let dataFiles = [
      "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
    ]
    private static let runFiles = ["config.json", "metrics.jsonl", "model.safetensors"]

    @Test("are refused at once, with their name")
    func inputs() async throws {
      let setting = try await TrialSetting()
      let user = try Unprivileged(in: setting.folder.scratch)
      let before = try setting.folder.inputs.fingerprint()
      var trials: [Trial] = []
      for option in setting.options where option.kind == .inputFile || option.kind == .inputFolder {
        for place in HostilePlace.ofInputs {
          var trial = try await setting.trial(of: option, at: place, as: user).trial
          trial.exitCodes = Self.exitCodes(option)
          trial.remedies = ["/place"]
          // An argument that is no text is refused before it is known what it is for.
          if place != .fileOfOtherEncoding { trial.expectFindings(of: option, about: ["/place"]) }
          trials.append(trial)
        }
      }
      await TrialSeries("inputs", trials).run()
      #expect(try setting.folder.inputs.fingerprint() == before, "the inputs were changed")
    }

    @Test("in a folder of inputs are refused at once, or said to be missing")
    func filesInFolders() async throws {
      let setting = try await TrialSetting()
      let user = try Unprivileged(in: setting.folder.scratch)
      var trials: [Trial] = []
      for option in setting.options where option.kind == .inputFolder {
        let isRun = option.argument.kind == .positional
        for place in HostilePlace.ofInputs where place != .fileOfOtherEncoding {
          // All files of the data set, since a command reads what it needs; of a run one at a time.
          for files in isRun ? Self.runFiles.map({ [$0] }) : [Self.dataFiles] {
            let folder = try await Self.folder(
              isRun ? setting.folder.inputs.run : setting.folder.inputs.data, in: setting,
              replacing: files, by: place)
            let command = try setting.folder.command(
              option.call(with: folder),
              script: place.isAboutPermission ? user.script : #"exec "$@""#,
              program: place.isAboutPermission ? user.program : LockstepProgram.path)
            var trial = Trial("\(option.title): \(files[0]) is \(place.rawValue)", command)
            trial.exitCodes = Self.exitCodes(option, isAbsent: isRun)
            trial.remedies = [folder]
            trial.expectFindings(of: option, about: [folder])
            trials.append(trial)
          }
        }
      }
      await TrialSeries("files in folders", trials).run()
    }

    /// Refusals; `report` leaves out what is not there, and `verify` says that a file is not as recorded.
    private static func exitCodes(_ option: OptionUnderTrial, isAbsent: Bool = false) -> Set<Int32> {
      let canLeaveOut = option.title == "report --data" || isAbsent
      // 78: a trial may have 1 GB of memory, and one of the files is larger.
      let codes: Set<Int32> = canLeaveOut ? [0, 64, 65, 66, 78] : [64, 65, 66, 78]
      return option.title.hasPrefix("verify ") ? codes.union([2]) : codes
    }

    /// A folder like `original` but for some of its files.
    private static func folder(
      _ original: String, in setting: TrialSetting, replacing files: [String], by place: HostilePlace
    ) async throws -> String {
      let folder = try setting.folder.makeFolder()
      for name in try FileManager.default.contentsOfDirectory(atPath: original) {
        guard files.contains(name) else {
          try FileManager.default.createSymbolicLink(
            atPath: folder + "/" + name, withDestinationPath: original + "/" + name)
          continue
        }
        let path = try await place.make(in: setting.folder.makeFolder())
        try FileManager.default.moveItem(atPath: path, toPath: folder + "/" + name)
      }
      return folder
    }
  }
}
