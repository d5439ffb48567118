import Foundation
import Support
import Testing

extension DistributedTests {
  /// Signals that stand for a crash, and the one that a person sends to see where a program is.
  @Suite("Crashes")
  struct CrashTests {
    @Test(
      "end the program with their signal, without a debugger", arguments: [SIGQUIT, SIGILL, SIGSEGV, SIGABRT, SIGFPE])
    func signal(number: Int32) async throws {
      let scratch = try ScratchFolder()
      let folder = RunFolder(scratch.path("run"))
      let data = try SampleDataset().write(in: scratch)
      let arguments = [
        "train", "--model", "lab-001", "--epochs", "10000", "--data", data, "--output-dir", folder.path, "--verbose",
        "0",
      ]
      let run = try RunningCommand(LockstepProgram.command(arguments))
      let end = ContinuousClock.now + .seconds(120)
      while folder.checkpoints.isEmpty, run.isRunning, ContinuousClock.now < end {
        try await Task.sleep(for: .milliseconds(20))
      }
      run.send(number)
      let result = try await run.result()
      #expect(result.exitCode == 128 + number, "\(result)")
      #expect(result.traceOfCrash == nil, "\(result)")
      #expect(result.messages.count == (number == SIGQUIT ? 0 : 1), "\(result)")
      let place = #/rank 0 crashed with SIG[A-Z]+ in [a-z]+ of step \d+/#
      #expect(result.messages.allSatisfy { $0.contains(place) }, "\(result)")
    }
  }
}
