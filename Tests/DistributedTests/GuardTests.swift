#if DEBUG || Faults
  import Foundation
  import Support
  import Testing

  extension DistributedTests {
    /// Numbers that are changed on purpose in one rank of a real job, and the checks that find them.
    @Suite("Guards", .enabled(if: MPILauncher.isUsable), .timeLimit(.minutes(5)))
    struct GuardTests {
      private static let often = ["--check-weights-every", "1steps", "--audit-every", "1steps"]
      private static let never = ["--check-weights-every", "none", "--audit-every", "none"]
      private let small: SmallJob

      init() throws { small = try SmallJob() }

      private func run(ranks: Int, _ options: [String], fault: String? = nil) async throws -> CommandResult {
        var command = small.job(ranks: ranks, ["--threads", "1", "--verbose", "0", "--no-report"] + options)
        command.environment["LOCKSTEP_FAULT"] = fault ?? ""
        return try await command.run()
      }

      /// The files that a run leaves of numbers that differ.
      private var evidence: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: small.folder.path + "/divergence")) ?? []).sorted()
      }

      @Test(
        "find a bit turned in a weight, or in what was received", arguments: ["flip-weight", "flip-received"], [2, 3])
      func weights(kind: String, ranks: Int) async throws {
        let result = try await run(ranks: ranks, Self.often, fault: "1:3:take:\(kind)")
        #expect(result.exitCode == 70, "\(result)")
        let message = result.messages.first { $0.contains("no longer the same") } ?? ""
        #expect(message.contains("after step 3") && message.contains("rank 1 (thread 0) has"), "\(result)")
        #expect(message.contains("rank 1 (thread 0) is wrong") == (ranks > 2), "\(result)")
        #expect(evidence == [0, 1].map { "step-3-weights-rank-\($0)-thread-0.safetensors" }, "\(result)")
      }

      @Test("find a bit turned in a gradient", arguments: [2, 3])
      func gradient(ranks: Int) async throws {
        // The leaf drawn in step 3 with seed 1 is number 13 of 16, which the last rank has: `AuditDrawTests`.
        let owner = ranks - 1
        let result = try await run(ranks: ranks, Self.often, fault: "\(owner):3:gradients:flip-gradient")
        #expect(result.exitCode == 70, "\(result)")
        let message = result.messages.first { $0.contains("computed again") } ?? ""
        #expect(message.contains("in step 3") && message.contains("rank \(owner) (thread 0)"), "\(result)")
        #expect(message.contains("rank \(owner) (thread 0) computes wrongly") == (ranks > 2), "\(result)")
        #expect(evidence.count == 2, "\(result)")
      }

      @Test("name where NaN begins")
      func notFinite() async throws {
        let result = try await run(ranks: 2, [], fault: "1:3:gradients:nan")
        #expect(result.exitCode == 70, "\(result)")
        let message = result.messages.first { $0.contains("diverged") } ?? ""
        #expect(message.contains("in step 3 (epoch 1)") && message.contains("computed by rank 1"), "\(result)")
        #expect(message.contains("NaN in the gradient by element"), "\(result)")
      }

      @Test(
        "where they are off each of these changes the result",
        arguments: ["take:flip-weight", "take:flip-received", "gradients:flip-gradient"])
      func off(fault: String) async throws {
        let usual = try await run(ranks: 2, Self.often + ["--output-dir", small.scratch.path("usual")])
        let changed = try await run(ranks: 2, Self.never, fault: "1:3:\(fault)")
        #expect(usual.failure == nil && changed.failure == nil)
        let digests = [usual, changed].compactMap { TrainingResult($0.standardOutput)?.weightsSHA256 }
        #expect(digests.count == 2 && digests[0] != digests[1])
      }
    }
  }
#endif
