import Foundation
import Support
import Testing

/// `lockstep launch` with a script in mpirun's place, which ends as each test wants it.
@Suite("Supervision", .timeLimit(.minutes(5)))
struct SupervisionTests {
  private let scratch: ScratchFolder
  private let data: String
  /// The folder of the run, which scripts find as `$run`.
  private let run: RunFolder

  init() throws {
    scratch = try ScratchFolder()
    data = try SampleDataset(trainingImages: 128, testImages: 16).write(in: scratch)
    run = RunFolder(scratch.path("run"))
  }

  /// Appends the command line to a file, and counts the calls in `$n`, from 1.
  private var counting: String { #"printf '%s\n' "$*" >> calls; n=$(wc -l < calls)"# }

  @Test("a job that crashes is started again in its folder, from its newest checkpoint")
  func crash() async throws {
    let body = """
      \(counting)
      mkdir -p run/checkpoints; echo > run/config.json; echo > run/checkpoints/step-0000000$n.safetensors
      case $n in 1) kill -9 $$ ;; 2) exit 1 ;; 3) exit 75 ;; esac
      echo finished
      """
    let result = try await supervise(["--max-restarts", "3"], body).run()
    #expect(result.exitCode == 0)
    #expect(result.standardOutput == "finished\n")
    let (first, others) = try calls()
    #expect(!first.contains(" --resume") && first.contains(" --output-dir run"), "\(first)")
    #expect(
      others.count == 3 && others.allSatisfy { $0.contains(" --output-dir run ") && $0.hasSuffix(" --resume auto") },
      "\(others)")
    let expected = [
      "was ended by signal 9 after ", "ended with exit code 1 after ", "ended with exit code 75 after ",
    ]
    for (number, text) in expected.enumerated() {
      let line = result.errorLines.first { $0.contains("restart \(number + 1), from its newest checkpoint") }
      #expect(line?.contains(text) == true, "\(result)")
    }
  }

  @Test("a folder is chosen for all starts where none is named")
  func folder() async throws {
    let body = "\(counting); [ $n = 2 ] || exit 139"
    let result = try await supervise(["--max-restarts", "1"], body, folder: nil).run()
    #expect(result.exitCode == 0)
    let (first, others) = try calls()
    let folder = try #require(first.firstMatch(of: #/ --output-dir (runs/\S+-lab-001)$/#)).1
    #expect(others.map { $0.hasSuffix(" --output-dir \(folder) --resume auto") } == [true], "\(others)")
  }

  @Test("hosts that do not answer are left out of a restart, and named; a file of hosts stays one")
  func hosts() async throws {
    let agent = try scratch.write(Array("#!/bin/sh\ncase $* in *gone*) exit 255 ;; esac\n".utf8), "ssh")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: agent)
    try scratch.write(Array("gone slots=2\nthere slots=1\n".utf8), "list")
    let more = ["--max-restarts", "1", "-n", "3", "--interface", "lo", "--mpi-args", "--mca plm_rsh_agent \(agent)"]
    for list in [["--hosts", "gone:2,there:1"], ["--hostfile", "list"]] {
      let result = try await supervise("hosts", list + more, "\(counting); [ $((n % 2)) = 0 ] || exit 1").run()
      #expect(result.exitCode == 0, "\(result)")
      #expect(result.standardError.contains("launch hosts: left out, since they do not answer: gone\n"), "\(result)")
    }
    let (_, others) = try calls()
    #expect(others[0].hasPrefix("--host there:1 -n 1 "), "\(others)")
    #expect(others[2].hasPrefix("--hostfile /") && others[2].contains(" -n 1 "), "\(others)")
  }

  @Test("what would end the same way again is left at that", arguments: [0, 2, 64, 65, 66, 69, 73, 74, 78])
  func lasting(code: Int32) async throws {
    let result = try await supervise(["--max-restarts", "5"], "\(counting); exit \(code)").run()
    #expect(result.exitCode == code)
    #expect(result.standardError == "")
    #expect(try calls().others.isEmpty)
  }

  @Test("no more restarts than allowed, and none unless asked for")
  func limit() async throws {
    let one = try await supervise(["--max-restarts", "1"], "\(counting); exit 139").run()
    #expect(one.exitCode == 139)
    #expect(one.errorLines.last?.contains("started again 1 times, the most that --max-restarts allows") == true)
    #expect(try calls().others.count == 1)
    let none = try await supervise([], "\(counting); exit 139").run()
    #expect(none.exitCode == 139 && none.standardError == "")
    #expect(try calls().others.count == 2)
  }

  /// Waits for signals, and tells each.
  private let waiting = """
    trap 'echo saved; exit 75' USR1
    trap 'echo goes on' USR2
    trap 'echo ended' TERM INT HUP
    echo > ready
    while :; do sleep 0.05; done
    """

  @Test("a signal that asks for the end makes ranks save, once", arguments: [SIGTERM, SIGINT, SIGHUP, SIGUSR1])
  func stopping(signal: Int32) async throws {
    let job = try RunningCommand(supervise(["--max-restarts", "5"], waiting))
    try await start(of: job)
    job.send(SIGUSR2)
    try await Task.sleep(for: .milliseconds(200))
    job.send(signal)
    let result = try await job.result()
    #expect(result.exitCode == 75)
    #expect(result.standardOutput == "goes on\nsaved\n")
    #expect(result.standardError == "")
  }

  @Test("a second one ends the job at once")
  func force() async throws {
    let job = try RunningCommand(supervise([], waiting.replacing("; exit 75", with: "")))
    try await start(of: job)
    job.send(SIGINT)
    try await Task.sleep(for: .milliseconds(200))
    job.send(SIGINT)
    let result = try await job.result()
    #expect(result.exitCode == 130)
    #expect(result.standardOutput.hasPrefix("saved\n"))
    try await gone()
  }

  @Test("nothing outlives a launcher that was killed")
  func killed() async throws {
    let job = try RunningCommand(supervise(["--max-restarts", "5"], waiting))
    try await start(of: job)
    job.send(SIGKILL)
    #expect(try await job.result().exitCode == 137)
    try await gone()
  }

  @Test("an mpirun that stays though its ranks have ended is ended: it waits for a host that is not there any more")
  func hungLauncher() async throws {
    let body = #"while [ ! -f "$1" ]; do shift; done; "$@" --epochs 0; exec sleep 600"#
    let result = try await supervise([], body).run()
    #expect(result.exitCode == 70, "\(result)")
    #expect(result.standardOutput.contains("weights sha256: "))
    #expect(
      result.standardError.contains("launch local: mpirun stays though its ranks on this host have ended"), "\(result)")
    try await gone()
  }

  @Test("a plain process, where one rank is enough, is looked after in the same way")
  func plain() async throws {
    let call = ["launch", "local", "-n", "1", "train", "--data", data, "--output-dir", "run", "--epochs", "0"]
    let result = try await LockstepProgram.command(call, folder: scratch.path).run()
    #expect(result.failure == nil)
    #expect(result.standardOutput.contains("weights sha256: "))
    let again = try await LockstepProgram.command(call + ["--no-report"], folder: scratch.path).run()
    #expect(again.refusalFault(exitCode: 73, "lockstep: run: is not empty") == nil)
  }

  @Test("commands that train nothing are run as they stand")
  func others() async throws {
    let result = try await LockstepProgram.run(
      "launch", "local", "--max-restarts", "2", "summary", "--model", "lab-001")
    #expect(result.failure == nil)
    #expect(result.standardOutput == (try await LockstepProgram.run("summary", "--model", "lab-001").standardOutput))
  }

  private func supervise(_ options: [String], _ body: String, folder: String? = "run") throws -> Command {
    try supervise("local", options + ["-n", "2", "--bind", "none"], body, folder: folder)
  }

  private func supervise(
    _ place: String, _ options: [String], _ body: String, folder: String? = "run"
  ) throws -> Command {
    let launcher = try FakeLauncher(body, in: scratch)
    let output = folder.map { ["--output-dir", $0] } ?? []
    return LockstepProgram.command(
      ["launch", place, "--launcher", launcher.path] + options + ["train", "--model", "lab-001", "--data", data]
        + output,
      environment: ["OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"], folder: scratch.path)
  }

  /// The command lines that the script was called with.
  private func calls() throws -> (first: String, others: [String]) {
    let lines = try scratch.text("calls").split(separator: "\n").map(String.init)
    return (try #require(lines.first), Array(lines.dropFirst()))
  }

  private func start(of job: RunningCommand) async throws {
    try await wait("the start of the script") {
      !job.isRunning || FileManager.default.fileExists(atPath: scratch.path("ready"))
    }
  }

  /// Waits for the end of the script.
  private func gone() async throws {
    try await wait("the end of the script") { !ProcessTable.lines.contains { $0.contains(scratch.path("mpirun")) } }
  }

  private func wait(_ event: String, until condition: () -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(120)
    while !condition() {
      try #require(ContinuousClock.now < end, "waited in vain for \(event)")
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}

/// The processes of this machine.
private enum ProcessTable {
  /// Their command lines; none on systems without /proc.
  static var lines: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.filter { Int($0) != nil }.map { name in
      let bytes = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") ?? Data()
      return String(decoding: bytes.map { $0 == 0 ? 32 : $0 }, as: UTF8.self)
    }
  }
}
