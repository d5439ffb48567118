import Support
import Testing

/// What `bench scale` refuses, and what it makes of a launcher or a run that fails.
@Suite("Errors of bench scale")
struct ScaleErrorTests {
  /// Arguments, and the message.
  static let refusals: [(arguments: [String], message: String)] = [
    (["--ranks", "1,x"], "The value '1,x' is invalid for '--ranks <n,n,…>'"),
    (["--ranks", "2,2"], "The value '2,2' is invalid for '--ranks <n,n,…>'"),
    (["--ranks", ""], "The value '' is invalid for '--ranks <n,n,…>'"),
    (["--ranks", "0"], "--ranks 0: expected 1 to 65536"),
    (["--mode", "strong,flat"], "The value 'strong,flat' is invalid for '--mode <strong,weak,independent>'"),
    (["--repeats", "0"], "--repeats 0: expected 1 to 65536"),
    (["--threads", "99999999999"], "--threads 99999999999: expected 1 to 65536"),
    (["--batch-size", "9223372036854775807"], "--batch-size 9223372036854775807: expected 1 to 2147483647"),
    (["--shards", "7", "--batch-size", "64"], "--shards 7 does not divide --batch-size 64"),
    (["--epochs", "0"], "--epochs 0: expected 1 to 1000000"),
    (["--epochs", "9223372036854775807", "--mode", "weak"], "--epochs 9223372036854775807: expected 1 to 1000000"),
    (["--limit-train-images", "0"], "--limit-train-images 0: expected 1 to 2147483647"),
    (
      ["--ranks", "1,32", "--batch-size", "64"],
      "32 ranks, but --batch-size 64 is cut into 16 shards and every rank needs one; start at most 16 ranks"
    ),
    (
      ["--ranks", "65536", "--mode", "weak", "--batch-size", "2147483647"],
      "--batch-size 140737488289792: expected 1 to 2147483647"
    ),
    (
      ["--mode", "independent", "--ranks", "1,65536"],
      "--mode independent: 65536 runs with 1 thread(s) each need more than the "
    ),
    (["--json", "--csv", "-"], "--json and --csv - would both write to standard output"),
    (["--launcher", ""], "--launcher: expected a program"),
    (["--", "--epocs", "3"], "Unknown option '--epocs'. Did you mean '--epochs'?"),
    (["--reduction", "mpi"], "Unknown option '--reduction'"),
  ]

  @Test("wrong options are refused before anything is run", arguments: refusals)
  func usage(arguments: [String], message: String) async throws {
    let result = try await scale(arguments, launcher: nil)
    let fault = result.refusalFault(
      exitCode: 64, "Error: \(message)", "See 'lockstep bench scale --help' for more information.")
    #expect(fault == nil)
  }

  @Test("a launcher that is not there")
  func missingLauncher() async throws {
    let result = try await scale([], launcher: "no-such-mpirun")
    let fault = result.refusalFault(
      exitCode: 69, "lockstep: cannot run no-such-mpirun: ", "openmpi-bin", "name it with --launcher")
    #expect(fault == nil)
  }

  @Test("a launcher of another MPI")
  func otherLauncher() async throws {
    let unknown = try FakeLauncher(version: "MPI of tomorrow 1.0", "exit 1")
    let result = try await scale([], launcher: unknown.path)
    let fault = result.refusalFault(
      exitCode: 69,
      "lockstep: \(unknown.path) is not an mpirun that is known here: for --version it prints \"MPI of tomorrow 1.0\"",
      "--launcher mpirun.openmpi")
    #expect(fault == nil)
  }

  @Test("a run that fails: its words and its exit code are passed on")
  func failingRun() async throws {
    let launcher = try FakeLauncher("echo 'lockstep: rank 1: no data' >&2; exit 66")
    let result = try await scale([], launcher: launcher.path)
    let fault = result.refusalFault(
      exitCode: 66, "lockstep: a run ended with exit code 66: \(launcher.path) -n 1 ",
      "It wrote to standard error:\n  lockstep: rank 1: no data\n")
    #expect(fault == nil)
  }

  @Test("a run that a signal ends")
  func killedRun() async throws {
    let launcher = try FakeLauncher("kill -9 $$")
    let result = try await scale([], launcher: launcher.path)
    let fault = result.refusalFault(
      exitCode: 137, "lockstep: a run ended with exit code 137: ", "It wrote nothing to standard error.")
    #expect(fault == nil)
  }

  @Test("one of several independent runs that fails")
  func failingIndependentRun() async throws {
    let launcher = try FakeLauncher("echo 'lockstep: no data' >&2; exit 66")
    let arguments = ["bench", "scale", "--mode", "independent", "--ranks", "2", "--bind", "none"]
    let result = try await LockstepProgram.command(arguments + ["--launcher", launcher.path]).run()
    let fault = result.refusalFault(
      exitCode: 66, "lockstep: a run ended with exit code 66: \(launcher.path) -n 1 ",
      "It wrote to standard error:\n  lockstep: no data\n")
    #expect(fault == nil)
  }

  @Test("a run without metrics")
  func noMetrics() async throws {
    let launcher = try FakeLauncher("exit 0")
    let result = try await scale([], launcher: launcher.path)
    #expect(
      result.refusalFault(exitCode: 65, "lockstep: metrics.jsonl of a run of train: there is no such file") == nil)
  }

  @Test("a CSV file that cannot be written, before anything is run")
  func unwritableFile() async throws {
    let scratch = try ScratchFolder()
    let file = scratch.path("absent/scale.csv")
    let result = try await scale(["--csv", file], launcher: "no-such-mpirun")
    #expect(result.refusalFault(exitCode: 73, "lockstep: \(file): there is no folder ") == nil)
  }

  @Test("a launcher around it", arguments: [["SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "2"]])
  func underLauncher(environment: [String: String]) async throws {
    let result = try await LockstepProgram.run("bench", "scale", environment: environment)
    let fault = result.refusalFault(
      exitCode: 69, "lockstep: bench scale was started by srun, but starts the ranks itself")
    #expect(fault == nil)
  }

  private func scale(_ arguments: [String], launcher: String?) async throws -> CommandResult {
    let start = ["bench", "scale"] + (launcher.map { ["--ranks", "1", "--launcher", $0] } ?? [])
    return try await LockstepProgram.command(start + arguments).run()
  }
}
