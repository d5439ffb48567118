import Support
import Testing

extension DistributedTests {
  /// Two ranks that were not started alike: every command, every flag and listed option, other inputs, other commands.
  @Suite("Ranks that differ")
  struct RankDifferenceTests {
    /// Ends that are right: the ranks do not fit, or one of them cannot go on, or it does not matter.
    private static let exitCodes: Set<Int32> = [0, 64, 65, 66, 69]

    let folder: TrialFolder
    let calls: SmallCall
    let commands: [CommandDescription]

    init() async throws {
      folder = try await TrialFolder()
      calls = SmallCall(folder.inputs, launcher: "mpirun")
      commands = try await ProgramDescription.read()
    }

    @Test("by an option: they say so, or rank 0's result is its own")
    func options() async throws {
      var trials: [Trial] = []
      for command in commands {
        for option in command.arguments where option.kind == .flag || option.allValues != nil {
          let call = try #require(calls.arguments(of: command, for: option), "SmallCall lacks \(command.name)")
          let other = call + option.words(option.allValues?.last ?? "")
          trials.append(try await trial("\(command.name): \(other.last ?? "") on rank 1", call, other))
        }
      }
      await TrialSeries("options on one rank", trials).run()
    }

    @Test("by their inputs: they say so, or rank 0's result is its own")
    func inputs() async throws {
      let other = try SampleDataset(trainingImages: 64, testImages: 32).write(in: folder.scratch, "other")
      var trials: [Trial] = []
      for command in commands {
        let call = try #require(calls.arguments(of: command), "SmallCall lacks \(command.name)")
        for (title, input) in [("other data", other), ("no data", folder.scratch.path("absent"))] {
          guard let place = call.firstIndex(of: folder.inputs.data) else { continue }
          var otherCall = call
          otherCall[place] = input
          trials.append(try await trial("\(command.name): \(title) on rank 1", call, otherCall))
        }
        let inputs = [folder.inputs.model, folder.inputs.modelFile, folder.inputs.picture, folder.inputs.run]
        for input in inputs {
          guard let place = call.firstIndex(of: input) else { continue }
          var otherCall = call
          otherCall[place] += ".absent"
          trials.append(try await trial("\(command.name): rank 1 lacks \(call[place])", call, otherCall))
        }
      }
      await TrialSeries("inputs of one rank", trials).run()
    }

    @Test("by a usage error on either rank: its message comes out, with its code")
    func usageErrors() async throws {
      var trials: [Trial] = []
      for command in commands {
        let call = try #require(calls.arguments(of: command), "SmallCall lacks \(command.name)")
        let wrong = command.words + ["--no-such-option"] + call.dropFirst(command.words.count)
        for (rank, pair) in [[wrong, call], [call, wrong]].enumerated() {
          var trial = try await trial("\(command.name): usage error on rank \(rank)", pair[0], pair[1])
          trial.exitCodes = [64]
          trial.remedies = ["--no-such-option"]
          trials.append(trial)
        }
      }
      await TrialSeries("usage errors on one rank", trials).run()
    }

    @Test("by their commands: they say so, or rank 0's result is its own")
    func otherCommands() async throws {
      var trials: [Trial] = []
      for (command, other) in zip(commands, commands.dropFirst() + commands.prefix(1)) {
        for (first, second) in [(command, other), (other, command)] {
          let pair = try [first, second].map { try #require(calls.arguments(of: $0), "SmallCall lacks \($0.name)") }
          trials.append(try await trial("\(first.name) beside \(second.name)", pair[0], pair[1]))
        }
      }
      await TrialSeries("different commands", trials).run()
    }

    /// A job of two ranks.
    private func trial(_ title: String, _ first: [String], _ second: [String]) async throws -> Trial {
      var command = MPILauncher.job(calls: [first, second])
      command.folder = try folder.makeFolder()
      var trial = Trial(title, command, exitCodes: Self.exitCodes)
      guard first[0] != "bench" else { return trial }
      var alone = LockstepProgram.command(first)
      alone.folder = try folder.makeFolder()
      let expected = Self.results(try await alone.run())
      trial.inspection = { result in
        guard result.exitCode == 0 else { return nil }
        let found = Self.results(result)
        return found == expected ? nil : "rank 0 alone says \(expected), with another rank \(found)"
      }
      return trial
    }

    /// What was printed, but for speeds.
    private static func results(_ result: CommandResult) -> [Substring] {
      result.outputLines.filter { !$0.hasPrefix("images/s") }
    }
  }
}
