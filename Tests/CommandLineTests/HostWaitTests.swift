import Foundation
import Support
import Testing

/// `lockstep launch hosts --wait-for-hosts`, with scripts in the places of mpirun and ssh.
@Suite("Waiting for hosts", .timeLimit(.minutes(5)))
struct HostWaitTests {
  private let scratch: ScratchFolder
  private let data: String

  init() throws {
    scratch = try ScratchFolder()
    data = try SampleDataset(trainingImages: 128, testImages: 16).write(in: scratch)
  }

  /// ssh's part: "late" answers when it is asked for the third time, "gone" never, all others at once.
  private let answers = """
    case $* in
    *gone*) exit 255 ;;
    *late*) echo >> asked; [ $(wc -l < asked) -ge 3 ] ;;
    esac
    """

  @Test("all hosts take part where the last one answers in time")
  func late() async throws {
    let result = try await launch("here:1,late:2", wait: 60, "printf '%s\\n' \"$*\"").run()
    #expect(result.exitCode == 0, "\(result)")
    #expect(result.standardOutput.hasPrefix("--host here:1,late:2 "), "\(result)")
    #expect(result.standardError == "launch hosts: waiting up to 60 s for late\n")
  }

  @Test("the first start, too, goes without those that do not answer in time, and says so")
  func absent() async throws {
    let result = try await launch("here:1,gone:2", wait: 1, "printf '%s\\n' \"$*\"").run()
    #expect(result.exitCode == 0, "\(result)")
    #expect(result.standardOutput.hasPrefix("--host here:1 "), "\(result)")
    let expected = [
      "launch hosts: waiting up to 1 s for gone", "launch hosts: left out, since they do not answer: gone",
    ]
    #expect(result.errorLines.map(String.init) == expected)
  }

  @Test("where none answers in time nothing is started, and that is an error of the environment")
  func none() async throws {
    let result = try await launch("gone:1,gone-too:1", wait: 1, "echo started").run()
    #expect(result.exitCode == 69, "\(result)")
    #expect(result.standardOutput == "")
    #expect(result.standardError.contains("no host has answered in 1 s: gone, gone-too."), "\(result)")
  }

  @Test("a signal ends the wait")
  func stopped() async throws {
    let job = try RunningCommand(launch("gone:1", wait: 600, "echo started"))
    let end = ContinuousClock.now + .seconds(120)
    while !job.standardErrorSoFar.contains("waiting"), ContinuousClock.now < end {
      try await Task.sleep(for: .milliseconds(20))
    }
    job.send(SIGTERM)
    let result = try await job.result()
    #expect(result.exitCode == 75, "\(result)")
    #expect(result.standardOutput == "")
  }

  @Test("another name of this host needs no ssh: who runs the launcher may be a host itself")
  func ownAddress() async throws {
    // The address of loopback, spelt as no list of names has it.
    let result = try await launch("127.1:1,gone:1", wait: 1, "printf '%s\\n' \"$*\"", "exit 255").run()
    #expect(result.exitCode == 0, "\(result)")
    #expect(result.standardOutput.hasPrefix("--host 127.1:1 "), "\(result)")
  }

  private func launch(
    _ hosts: String, wait: Int, _ body: String, _ agent: String? = nil
  ) throws -> Command {
    let launcher = try FakeLauncher(body, in: scratch)
    let agent = try scratch.write(Array("#!/bin/sh\n\(agent ?? answers)\n".utf8), "ssh")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: agent)
    let options = [
      "--launcher", launcher.path, "--hosts", hosts, "--wait-for-hosts", "\(wait)", "--interface", "eth0", "--mpi-args",
      "--mca plm_rsh_agent \(agent)", "train", "--model", "lab-001", "--data", data, "--output-dir", "run",
    ]
    let environment = ["OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"]
    return LockstepProgram.command(["launch", "hosts"] + options, environment: environment, folder: scratch.path)
  }
}
