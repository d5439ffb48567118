import Foundation
import Support
import Testing

/// `Launch/slurm.sbatch` as Slurm runs it, with scripts in place of lockstep and scontrol.
@Suite("The script of a job of Slurm", .timeLimit(.minutes(5)))
struct SlurmScriptTests {
  private static let repository = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
    // Trains until it is asked to stop, and saves where there is room for it.
    try program(
      "lockstep",
      """
      trap 'mkdir -p run/checkpoints && echo > run/checkpoints/step-00000001.safetensors; exit 75' USR1
      echo ready >&2; while :; do sleep 0.05; done
      """)
  }

  @Test(
    "starts ranks where Slurm has them, with the same command each time",
    arguments: [
      ([:], [], "Launch/local --ranks 2 --max-restarts 20 -- train --threads 1 --model lab-001", "runs/lockstep-7"),
      (["SLURM_JOB_NUM_NODES": "2"], ["--bind", "none"], "Launch/hosts --ranks 2 --max-restarts 20 --bind none ", nil),
      (["SLURM_CPUS_PER_TASK": "3"], ["--srun"], "srun --mpi=pmix --kill-on-bad-exit=1 --cpus-per-task=3 ", nil),
      (["SLURM_ARRAY_JOB_ID": "6", "SLURM_ARRAY_TASK_ID": "4"], [], " --seed 4 ", "runs/lockstep-6/seed-4"),
    ] as [([String: String], [String], String, String?)])
  func starts(variables: [String: String], options: [String], line: String, folder: String?) async throws {
    var job = job(options + ["--dry-run", "train", "--model", "lab-001"])
    job.environment.merge(variables) { $1 }
    let result = try await job.run()
    #expect(result.failure == nil)
    #expect(result.standardOutput.contains(line), "\(result)")
    if let folder { #expect(result.standardOutput.hasSuffix(" --resume auto --output-dir \(folder) \n"), "\(result)") }
  }

  @Test("keeps the user's own folder and run, and leaves other commands as they are")
  func own() async throws {
    let folder = try await job(["--dry-run", "train", "--output-dir=mine"]).run()
    #expect(folder.standardOutput.hasSuffix(" --resume auto --output-dir mine \n"), "\(folder)")
    let run = try await job(["--dry-run", "train", "--resume", "runs/a"]).run()
    #expect(run.standardOutput.hasSuffix(" -- train --threads 1 --resume runs/a \n"), "\(run)")
    let verify = try await job(["--dry-run", "verify", "runs/a"]).run()
    #expect(verify.standardOutput.hasSuffix(" -- verify runs/a \n"), "\(verify)")
  }

  @Test("queues itself again when it is asked to stop and has saved, but not if it comes no further")
  func requeue() async throws {
    try program("scontrol", #"echo "$@" >> calls"#)
    for text in [nil, "stopped before it came further than the last time"] {
      let result = try await stopped()
      #expect(result.exitCode == 75)
      #expect(try scratch.text("calls") == "requeue 7\n")
      if let text { #expect(result.standardError.contains(text), "\(result)") }
    }
  }

  @Test("says how to submit it again where Slurm does not queue it again")
  func noRequeue() async throws {
    try program("scontrol", "exit 1")
    let result = try await stopped()
    let text = "Slurm does not queue it again: submit it again, as: sbatch Launch/slurm.sbatch train --threads 1 "
    #expect(result.exitCode == 75 && result.standardError.contains(text), "\(result)")
  }

  @Test("is not queued again after scancel")
  func cancelled() async throws {
    try program("scontrol", "echo > calls")
    let result = try await stopped(by: SIGTERM)
    #expect(result.exitCode == 75 && !FileManager.default.fileExists(atPath: scratch.path("calls")), "\(result)")
  }

  /// The end of a job that gets a signal as soon as it trains.
  private func stopped(by signal: Int32 = SIGUSR1) async throws -> CommandResult {
    let command = try RunningCommand(job(["train", "--output-dir", "run"]))
    while command.isRunning, !command.standardErrorSoFar.contains("ready") {
      try await Task.sleep(for: .milliseconds(20))
    }
    command.send(signal)
    return try await command.result()
  }

  private func job(_ arguments: [String]) -> Command {
    let environment = [
      "PATH": scratch.path + ":/usr/bin:/bin", "LOCKSTEP_PROGRAM": scratch.path("lockstep"), "SLURM_JOB_ID": "7",
      "SLURM_JOB_NAME": "lockstep", "SLURM_NTASKS": "2", "SLURM_CPUS_ON_NODE": "1024",
      "SLURM_SUBMIT_DIR": Self.repository,
    ]
    let script = Self.repository + "/Launch/slurm.sbatch"
    return Command("/bin/bash", [script] + arguments, environment: environment, folder: scratch.path)
  }

  private func program(_ name: String, _ body: String) throws {
    let path = try scratch.write(Array("#!/bin/sh\n\(body)\n".utf8), name)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }
}
