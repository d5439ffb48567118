import Foundation
import Support
import Testing

extension TrialTests {
  /// Every option that names an output, and everything that such a path can lead to.
  @Suite("Hostile outputs")
  struct HostileOutputTests {
    @Test("are written through, or refused; nothing is replaced that is no regular file, and modes are kept")
    func outputs() async throws {
      let setting = try await TrialSetting()
      let user = try Unprivileged(in: setting.folder.scratch)
      let before = try setting.folder.inputs.fingerprint()
      var trials: [Trial] = []
      for option in setting.options where option.kind == .outputFile || option.kind == .outputFolder {
        for place in HostilePlace.ofOutputs {
          var placed = try await setting.trial(of: option, at: place, as: user)
          placed.trial.exitCodes = option.kind == .outputFile ? Self.exitCodes(place) : [0, 73, 74]
          placed.trial.remedies = ["/place", "/below", "standard output"]
          placed.trial.inspection = { [placed] in Self.fault(placed, place, $0) }
          placed.trial.expectFindings(of: option, about: ["/place", "/below"])
          trials.append(placed.trial)
        }
      }
      await TrialSeries("outputs", trials).run()
      #expect(try setting.folder.inputs.fingerprint() == before, "the inputs were changed")
    }

    /// The right ends of writing a file to `place`.
    private static func exitCodes(_ place: HostilePlace) -> Set<Int32> {
      switch place {
      case .nullDevice, .readPipe, .link, .standardOutput, .privateFile: [0]
      case .danglingLink: [0, 73, 74]
      default: [73, 74]
      }
    }

    private static func fault(_ placed: PlacedTrial, _ place: HostilePlace, _ result: CommandResult) -> String? {
      let (path, node) = (placed.path, FileNode(placed.path))
      switch place {
      case .privateFile: return node?.mode == 0o600 ? nil : "now \(node.map { "\($0)" } ?? "nothing")"
      case .missingFolder, .readOnlyFolder: return nil
      default: if node != placed.node { return "was \(placed.node as Any), is \(node as Any)" }
      }
      guard result.exitCode == 0 else { return nil }
      switch place {
      case .link:
        return try? String(contentsOfFile: path + ".target", encoding: .utf8) == "old\n" ? "nothing was written" : nil
      case .readPipe:
        let bytes = FileManager.default.contents(atPath: path + ".read") ?? Data()
        return bytes.isEmpty ? "nothing came through the pipe" : nil
      default: return nil
      }
    }
  }
}
