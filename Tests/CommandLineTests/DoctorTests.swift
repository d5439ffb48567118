import Foundation
import Support
import Testing

/// The doctor on this machine, with something wrong that a test can make.
@Suite("Doctor", .timeLimit(.minutes(5)))
struct DoctorTests {
  let scratch: ScratchFolder
  let data: String
  /// The mpirun of the tests, of no MPI of this machine.
  let launcher: FakeLauncher

  init() throws {
    scratch = try ScratchFolder()
    data = try SampleDataset(trainingImages: 40, testImages: 10).write(in: scratch)
    launcher = try FakeLauncher(version: Self.version, FakeLauncher.onePlainProcess)
  }

  /// The library that this program has, "Open MPI 4.1.4".
  private static let library: String = {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: LockstepProgram.path)
    process.arguments = ["doctor", "--json"]
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return "" }
    let bytes = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
    process.waitUntilExit()
    return (try? JSONDecoder().decode(Answer.self, from: bytes))?.hosts.first?.mpi.library ?? ""
  }()
  private static let isOpenMPI = library.hasPrefix("Open MPI")

  /// What the script in mpirun's place prints, so that it fits the library.
  private static let version: String = {
    let number = library.firstMatch(of: /\d+\.\d+\.\d+/).map { String($0.output) } ?? "0.0.0"
    return isOpenMPI ? "mpirun (Open MPI) \(number)" : "HYDRA build details:\n    Version:   \(number)"
  }()

  /// What the tests read of the record.
  private struct Answer: Decodable {
    struct Entry: Decodable {
      let severity: String
      let subject: String
      let what: String
    }
    struct MPI: Decodable { let library: String? }
    struct Host: Decodable { let mpi: MPI }
    let problems: Int
    let findings: [Entry]
    let hosts: [Host]
  }

  private static let rootIsAllowed = ["OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"]

  /// A call with the script in mpirun's place.
  private func command(
    _ options: [String] = [], script: String = #"exec "$@""#, environment: [String: String] = rootIsAllowed
  ) throws -> Command {
    var command = LockstepProgram.shell(
      script, ["doctor", "--data", data, "--launcher", launcher.path] + options)
    command.environment = environment
    command.folder = try scratch.makeFolder("current")
    return command
  }

  private func findings(_ command: Command) async throws -> [String] {
    var command = command
    command.arguments.append("--json")
    let result = try await command.run()
    let answer = try JSONDecoder().decode(Answer.self, from: Data(result.standardOutput.utf8))
    #expect(result.exitCode == (answer.problems > 0 ? 69 : 0), "\(result)")
    return answer.findings.map { "\($0.severity): \($0.subject): \($0.what)" }
  }

  private func expect(_ words: [String], in findings: [String]) {
    let isFound = findings.contains { finding in words.allSatisfy { finding.contains($0) } }
    #expect(isFound, "no finding with \(words) among \(findings)")
  }

  @Test("prints what it saw and a line for each finding, and leaves nothing behind")
  func text() async throws {
    let result = try await command(["--threads", "1"]).run()
    let lines = result.outputLines
    for name in ["MPI ", "start ", "processors ", "kernels ", "network ", "limits ", "temporary ", "output ", "data "] {
      #expect(lines.count { $0.hasPrefix(name) } == 1, "\(result)")
    }
    // The data are a sample.
    #expect(lines.contains { $0.hasPrefix("note: data: ") && $0.contains("; results are of other data. To mend it: ") })
    #expect(try RunFolder(scratch.path("current")).names() == [])
  }

  @Test("finds that there are no data")
  func noData() async throws {
    let absent = scratch.path("absent")
    var command = try command()
    command.arguments = command.arguments.map { $0 == data ? absent : $0 }
    expect(["problem: data: no Fashion-MNIST files in --data", absent], in: try await findings(command))
    let result = try await command.run()
    #expect(result.exitCode == 69, "\(result)")
    #expect(result.messages.count == 1 && result.messages[0].contains("found, see above"), "\(result)")
  }

  @Test("finds damaged data")
  func damagedData() async throws {
    try scratch.write([0, 1, 2], "data/train-labels-idx1-ubyte.gz")
    try FileManager.default.removeItem(atPath: data + "/train-labels-idx1-ubyte")
    expect(["problem: data: ", "train-labels-idx1-ubyte.gz"], in: try await findings(command()))
  }

  @Test("finds two threads on one core", .enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1))
  func oneCore() async throws {
    let bound = try command(["--threads", "2"], script: #"exec taskset -c 0 "$@""#)
    expect(["problem: binding: 2 threads of a rank are bound to 1 core (processor 0)"], in: try await findings(bound))
  }

  @Test(
    "finds that root may not start ranks",
    .enabled(if: getuid() == 0 && isOpenMPI, "only root is refused, and only by Open MPI"))
  func root() async throws {
    expect(["problem: root: "], in: try await findings(command(environment: [:])))
    let allowed = try await findings(command())
    #expect(!allowed.contains { $0.contains(": root: ") }, "\(allowed)")
  }

  @Test("finds another MPI's mpirun, first in PATH")
  func otherMPI() async throws {
    let other = try ScratchFolder()
    let version = Self.isOpenMPI ? "HYDRA build details:\n    Version:    4.0.2" : "mpirun (Open MPI) 4.1.4"
    let name = Self.isOpenMPI ? "MPICH 4.0.2" : "Open MPI 4.1.4"
    _ = try FakeLauncher(version: version, "exit 1", in: other)
    var command = try command(script: #"PATH="$OTHER:$PATH"; exec "$@""#, environment: ["OTHER": other.path])
    command.arguments = command.arguments.filter { $0 != "--launcher" && $0 != launcher.path }
    expect(["problem: mpirun: \(other.path)/mpirun is of \(name), but "], in: try await findings(command))
  }

  @Test("finds an mpirun that starts nothing, with its reason")
  func failingLauncher() async throws {
    let script = "echo -----; echo There are not; echo enough slots.; echo; echo more; exit 1"
    let failing = try FakeLauncher(version: Self.version, script)
    var command = try command()
    command.arguments = command.arguments.map { $0 == launcher.path ? failing.path : $0 }
    expect(["problem: mpirun: ", "starts no rank: There are not enough slots"], in: try await findings(command))
  }

  @Test(
    "finds one slot, which mpirun says to the ranks",
    .enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1 && isOpenMPI, "one slot is enough here"))
  func oneSlot() async throws {
    let single = try FakeLauncher(
      version: Self.version, "export OMPI_UNIVERSE_SIZE=1; " + FakeLauncher.onePlainProcess)
    var command = try command()
    command.arguments = command.arguments.map { $0 == launcher.path ? single.path : $0 }
    expect(["problem: slots: mpirun has 1 slot for "], in: try await findings(command))
  }

  @Test(
    "finds a full disk and a small /dev/shm",
    .enabled(if: SmallDisk.isUsable, "this system mounts no small disk for tests"))
  func smallDisks() async throws {
    let disk = try scratch.makeFolder("disk")
    let script = #"mount -t tmpfs -o size=1024k none /dev/shm || exit 99; exec "$@""#
    let options = ["doctor", "--data", data, "--launcher", launcher.path, "--output-dir", disk + "/run"]
    var command = SmallDisk.shell(kilobytes: 1024, in: disk, script, options)
    command.environment.merge(Self.rootIsAllowed) { $1 }
    let found = try await findings(command)
    expect(["problem: disk: \(disk)/run has 1.0 MB free, a run of lab-003 writes "], in: found)
    if ProcessInfo.processInfo.activeProcessorCount > 1 {
      expect(["problem: shared memory: /dev/shm has 1.0 MB free, 2 ranks of lab-003 take "], in: found)
    }
  }

  @Test("finds an output folder that is a file, and a limit that a checkpoint exceeds")
  func output() async throws {
    let file = try scratch.write([], "file")
    expect(["problem: output: \(file) is not a folder"], in: try await findings(command(["--output-dir", file])))
    let limited = try command(script: #"ulimit -f 100; exec "$@""#)
    expect(["problem: output: ulimit -f allows files of 51 kB"], in: try await findings(limited))
  }

  @Test("finds variables that a launcher has left, kernels that are not there, and few open files")
  func surroundings() async throws {
    let environment = Self.rootIsAllowed.merging(
      ["OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "2", "LOCKSTEP_KERNELS": "none"]) { $1 }
    let found = try await findings(command(script: #"ulimit -n 32; exec "$@""#, environment: environment))
    expect(["problem: launcher: OMPI_COMM_WORLD_RANK is set"], in: found)
    expect(["problem: kernels: LOCKSTEP_KERNELS=none"], in: found)
    expect(["problem: limits: ulimit -n allows 32"], in: found)
  }

  @Test("says that torchrun starts nothing that finds each other")
  func torchrun() async throws {
    let environment = Self.rootIsAllowed.merging(
      ["RANK": "0", "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "TORCHELASTIC_RUN_ID": "1"]) { $1 }
    expect(
      ["problem: launcher: torchrun started 2 processes"], in: try await findings(command(environment: environment)))
  }
}
