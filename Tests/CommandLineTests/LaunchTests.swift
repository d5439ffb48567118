import Support
import Testing

/// `lockstep launch --print`, which prints how ranks are started; the launcher is a script that only tells its version.
@Suite("Launch")
struct LaunchTests {
  let launcher: FakeLauncher
  let data: String
  private let scratch: ScratchFolder

  init() throws {
    scratch = try ScratchFolder()
    launcher = try FakeLauncher("exit 1")
    data = try SampleDataset(trainingImages: 128, testImages: 16).write(in: scratch)
  }

  @Test("local: a command of mpirun for several ranks, with the training as it was given")
  func local() async throws {
    let options = ["-n", "2", "--bind", "core", "--program", "/opt/lock step", "--mpi-args", "-q  --timeout 60"]
    let training = ["train", "--model", "lab-001", "--threads", "3", "--output-dir", "it's here"]
    let result = try await launch("local", options, training)
    #expect(result.failure == nil)
    let line = try #require(result.outputLines.first)
    #expect(result.outputLines.count == 1)
    #expect(line.hasPrefix("\(launcher.path) -n 2 --map-by slot:PE=3 --bind-to core "))
    let ending = #"'/opt/lock step' train --model lab-001 --threads 3 --output-dir 'it'\''s here' --data \#(data)"#
    #expect(line.contains(" --mca pml ob1 --mca btl self,vader "), "\(line)")
    #expect(line.hasSuffix(" -q --timeout 60 \(ending)"), "\(line)")
  }

  @Test("local: the program itself for one rank, for help, and for every command but train")
  func direct() async throws {
    let one = try await launch("local", ["--ranks", "1"], ["train"])
    #expect(one.standardOutput == "\(LockstepProgram.path) train --data \(data)\n")
    for command in [["evaluate", "--model-file", "x"], ["train", "--help"], ["no-such-command"]] {
      let result = try await LockstepProgram.command(["launch", "local", "--print", "--"] + command).run()
      #expect(result.failure == nil)
      #expect(result.standardOutput == "\(LockstepProgram.path) \(command.joined(separator: " "))\n")
    }
  }

  @Test("local: the program itself where there is no mpirun, which it says")
  func noLauncher() async throws {
    let call = ["launch", "local", "--print", "--ranks", "2", "train", "--data", data]
    let result = try await LockstepProgram.command(call, environment: ["PATH": "/nonexistent"]).run()
    #expect(result.failure == nil)
    #expect(result.standardOutput == "\(LockstepProgram.path) train --data \(data)\n")
    #expect(result.standardError.contains("no mpirun of Open MPI in PATH"), "\(result)")
  }

  @Test("local: more ranks than processors are a remark, more than shards an error")
  func crowd() async throws {
    let training = ["train", "--batch-size", "4096", "--shards", "4096", "--limit-train-images", "2147483647"]
    let many = try await LockstepProgram.command(
      ["launch", "local", "--print", "--launcher", launcher.path, "-n", "4096"] + training
        + ["--data", scratch.path("absent")]
    ).run()
    #expect(many.failure == nil)
    #expect(many.standardOutput.contains(" --oversubscribe --mca mpi_yield_when_idle 1 "), "\(many)")
    #expect(many.standardError.contains("4096 ranks share "), "\(many)")
    let tooMany = try await launch("local", ["-n", "17"], ["train", "--model", "lab-001"])
    #expect(
      tooMany.refusalFault(exitCode: 64, "17 ranks, but --batch-size 64 is cut into 16 shards", "start at most 16")
        == nil)
  }

  @Test("hosts: a command of mpirun with hosts, networks and this program's variables")
  func hosts() async throws {
    let file = try scratch.write(Array("# two\nh1 slots=4\n".utf8), "hosts")
    let environment = ["LOCKSTEP_KERNELS": "avx2", "LOCKSTEP_DATA": data]
    for (option, value) in [("--hosts", "h1:4,h2:4"), ("--hostfile", file)] {
      let result = try await launch(
        "hosts", [option, value, "--interface", "eth0", "-n", "4"], ["train"], environment: environment)
      #expect(result.failure == nil)
      let line = """
        \(launcher.path) \(option == "--hosts" ? "--host" : option) \(value) -n 4 --map-by core --bind-to core \
        --mca btl_tcp_if_include eth0 --mca oob_tcp_if_include eth0 -x LOCKSTEP_DATA -x LOCKSTEP_KERNELS \
        --mca oob_tcp_keepalive_time 20 --mca oob_tcp_keepalive_intvl 10 --mca oob_tcp_keepalive_probes 3 \
        --mca odls_base_sigkill_timeout 2 \(LockstepProgram.path) train --data \(data)

        """
      #expect(result.standardOutput == line)
    }
  }

  @Test("in a job of Slurm: hosts are the job's where none are named, and local is this one alone")
  func job() async throws {
    let job = ["SLURM_JOBID": "7", "SLURM_NODELIST": "h[1-2]"]
    let hosts = try await launch("hosts", [], ["train"], environment: job)
    #expect(hosts.failure == nil)
    #expect(hosts.standardOutput.hasPrefix("\(launcher.path) --map-by core --bind-to core --mca btl_tcp"), "\(hosts)")
    let local = try await launch("local", ["-n", "2"], ["train"], environment: job)
    #expect(local.standardOutput.contains(" --mca ras '^slurm' "), "\(local)")
  }

  @Test("hosts: where no network leads to all of them, a line says so, unless the network is named")
  func unknownNetwork() async throws {
    // An address that needs no name server, and to which no network leads.
    let list = ["--hosts", "127.0.0.1:1,0.0.0.0:1"]
    let guessed = try await launch("hosts", list, ["train"])
    #expect(guessed.failure == nil)
    #expect(guessed.standardOutput.contains(" --mca oob_tcp_if_exclude docker0,virbr0 "), "\(guessed)")
    #expect(
      guessed.standardError.contains("launch hosts: 0.0.0.0 (0.0.0.0) is in none of this host's networks: using all "),
      "\(guessed)")
    let named = try await launch("hosts", list + ["--interface", "10.0.0.0/24"], ["train"])
    #expect(named.standardError == "")
    #expect(named.standardOutput.contains(" --mca oob_tcp_if_include 10.0.0.0/24 "), "\(named)")
  }

  /// Arguments behind `launch`, and the message.
  static let refusals: [(arguments: [String], code: Int32, message: String)] = [
    (["local", "--max-restarts=-1", "train"], 64, "--max-restarts -1: expected 0 to 1000000"),
    (["local", "--print"], 64, "no command: end with what the ranks are to do"),
    (["local", "--print", "--epochs", "3"], 64, "no option --epochs here: one of the program's own goes behind"),
    (["local", "--print", "--ranks", "0", "train"], 64, "--ranks 0: expected 1 to 65536"),
    (["local", "--print", "--bind", "socket", "train"], 64, "The value 'socket' is invalid for '--bind <core|none>'"),
    (["local", "--print", "train", "--epocs", "3"], 64, "Unknown option '--epocs'. Did you mean '--epochs'?"),
    (["local", "--print", "train", "--epochs", "-1"], 64, "See 'lockstep train --help' for more information."),
    (["local", "--print", "--launcher", "no-such-mpirun", "-n", "2", "train"], 69, "cannot run no-such-mpirun: "),
    (["hosts", "--print", "train"], 64, "expected one of --hosts h1:4,h2:4 and --hostfile FILE"),
    (["hosts", "--print", "--hosts", "a", "--hostfile", "b", "train"], 64, "expected one of --hosts"),
    (["hosts", "--print", "--hosts", "h1", "evaluate"], 64, "expected the command train, found evaluate"),
    (["hosts", "--print", "--hostfile", "absent", "train"], 66, "lockstep: absent: cannot be read"),
    (["hosts", "--print", "--hostfile", "/dev/null", "train"], 66, "lockstep: /dev/null: is a device"),
  ]

  @Test("wrong options and arguments of train have one message", arguments: refusals)
  func usage(arguments: [String], code: Int32, message: String) async throws {
    let result = try await LockstepProgram.command(["launch"] + arguments, folder: scratch.path).run()
    #expect(result.refusalFault(exitCode: code, message) == nil)
  }

  @Test("hosts: a file without a host, and no mpirun")
  func nothingThere() async throws {
    let file = try scratch.write(Array("# nobody\n\n".utf8), "hosts")
    let empty = try await launch("hosts", ["--hostfile", file], ["train"])
    #expect(empty.refusalFault(exitCode: 65, "lockstep: \(file): names no host") == nil)
    let call = ["launch", "hosts", "--print", "--hosts", "h1:2", "train", "--data", data]
    let result = try await LockstepProgram.command(call, environment: ["PATH": "/nonexistent"]).run()
    #expect(result.refusalFault(exitCode: 69, "lockstep: no mpirun of Open MPI in PATH") == nil)
  }

  private func launch(
    _ place: String, _ options: [String], _ training: [String], environment: [String: String] = [:]
  ) async throws -> CommandResult {
    try await LockstepProgram.command(
      ["launch", place, "--print", "--launcher", launcher.path] + options + training + ["--data", data],
      environment: environment
    ).run()
  }
}
