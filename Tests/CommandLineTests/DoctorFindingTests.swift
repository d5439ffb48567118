import Collectives
import SystemLimits
import Testing
import lockstep

/// What the doctor makes of what was seen: each finding from an observation in which one thing is wrong.
@Suite("Doctor's findings")
struct DoctorFindingTests {
  /// A machine of two cores on which nothing is wrong.
  private static func machine() -> HostObservation {
    var host = HostObservation()
    host.host = "h1"
    host.mpi.library = "Open MPI v4.1.4, package: Debian OpenMPI, ident: 4.1.4"
    host.mpi.launcher = "/usr/bin/mpirun"
    host.mpi.launcherText = "mpirun (Open MPI) 4.1.4"
    host.mpi.trial = .ran(slots: 2)
    host.processors.ranks = [ProcessorSet(processors: [0, 1], quota: nil)]
    host.processors.cores = [[0], [1]]
    host.processors.slots = 2
    (host.kernels.usable, host.kernels.chosen) = (["avx512", "avx2", "portable"], "avx512")
    host.memory.shared = SharedMemoryRoom(bytes: 1 << 30, freeBytes: 1 << 30)
    (host.memory.windowBytes, host.memory.ranks, host.memory.model) = (8_000_000, 2, "lab-003")
    host.copying.isAllowed = true
    host.network.interfaces = [
      NetworkInterface(name: "lo", addresses: ["127.0.0.1"], isLoopback: true, hasRoute: false),
      NetworkInterface(name: "eth0", addresses: ["198.18.0.1"]),
    ]
    host.network.name = HostName(name: "h1", addresses: ["127.0.1.1"])
    (host.limits.openFiles, host.limits.stackBytes, host.limits.lockedBytes) = (1024, 8 << 20, 64 << 10)
    host.folders.temporary = "/tmp"
    host.folders.temporaryFreeBytes = 1 << 30
    (host.folders.output, host.folders.outputFreeBytes, host.folders.neededBytes) = ("runs", 1 << 30, 15_000_000)
    host.folders.model = "lab-003"
    host.data.folder = "/usr/share/datasets/fashion-mnist"
    host.data.digests = ["a", "b"]
    return host
  }

  /// A change of the machine, and what is found then.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let severity: Finding.Severity
    let subject: String
    let words: [String]
    let change: @Sendable (inout HostObservation) -> Void

    init(
      _ title: String, isNote: Bool = false, _ subject: String, _ words: [String],
      _ change: @escaping @Sendable (inout HostObservation) -> Void
    ) {
      (testDescription, severity) = (title, isNote ? .note : .problem)
      (self.subject, self.words, self.change) = (subject, words, change)
    }
  }

  @Test("none on a good machine, and none where the system told nothing")
  func nothing() {
    #expect(Diagnosis([Self.machine()]).entries.map(\.finding) == [])
    var unknown = HostObservation()
    unknown.mpi.library = "Open MPI v4.1.4"
    #expect(Diagnosis([unknown]).problemCount == 0)
  }

  @Test("one where one thing is wrong", arguments: mpiCases + processorCases + memoryCases + networkCases + fileCases)
  func one(_ expected: Case) throws {
    var host = Self.machine()
    expected.change(&host)
    let entries = Diagnosis([host]).entries
    let finding = try #require(entries.first?.finding, "nothing found")
    #expect(entries.count == 1, "\(entries)")
    #expect(finding.severity == expected.severity, "\(finding)")
    #expect(finding.subject == expected.subject, "\(finding)")
    let text = [finding.what, finding.why, finding.mend].joined(separator: "; ")
    for word in expected.words { #expect(text.contains(word)) }
  }

  private static let mpiCases = [
    Case("root without the variables", "root", ["OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1"]) {
      ($0.mpi.isRoot, $0.mpi.trial) = (true, nil)
    },
    Case("MPICH's mpirun", "mpirun", ["MPICH 4.0.2", "Open MPI 4.1.4", "mpirun.openmpi"]) {
      $0.mpi.launcherText = "HYDRA build details:\n    Version:                                 4.0.2\n"
      $0.mpi.others = ["mpirun.openmpi"]
    },
    Case("Intel's mpirun", "mpirun", ["Intel MPI 2021.10"]) {
      $0.mpi.launcherText = "Intel(R) MPI Library for Linux* OS, Version 2021.10 Build 20230619"
    },
    Case("Open MPI's mpirun, and MPICH's library", "mpirun", ["Open MPI 4.1.4", "MPICH 5.0.2"]) {
      $0.mpi.library = "MPICH Version:      5.0.2\nMPICH Release date: unreleased"
    },
    Case("an mpirun that starts nothing", "mpirun", ["starts no rank: no such thing"]) {
      $0.mpi.trial = .failed("no such thing")
    },
    Case("an mpirun of nobody", "mpirun", ["belongs to no MPI", "\"hello\""]) { $0.mpi.launcherText = "hello" },
    Case("no mpirun", isNote: true, "mpirun", ["none in PATH"]) { ($0.mpi.launcher, $0.mpi.launcherText) = (nil, "") },
    Case("variables left over", "launcher", ["OMPI_COMM_WORLD_RANK is set as by mpirun", "Unset it"]) {
      $0.start.leftover = "OMPI_COMM_WORLD_RANK is set as by mpirun. Unset it."
    },
  ]

  private static let processorCases = [
    Case("one slot", "slots", ["1 slot for 2 cores", "--host HOST:2"]) { $0.processors.slots = 1 },
    Case("two threads bound to one core", "binding", ["2 threads", "1 core (processor 0)", "--threads"]) {
      $0.processors.ranks = [ProcessorSet(processors: [0], quota: nil)]
      ($0.processors.threads, $0.processors.slots) = (2, nil)
    },
    Case("two threads bound to one core of two hardware threads", "binding", ["1 core (processors 0, 4)", "slot:PE=2"])
    {
      $0.processors.cores = (0..<4).map { [$0, $0 + 4] }
      $0.processors.ranks = [ProcessorSet(processors: [0, 4], quota: nil)]
      ($0.processors.threads, $0.processors.isJob, $0.processors.isBoundByLauncher) = (2, true, true)
      $0.processors.slots = 4
    },
    Case("a rank that mpirun bound to a part", "binding", ["1 of 2 cores", "--bind-to none"]) {
      $0.processors.ranks = [ProcessorSet(processors: [1], quota: nil)]
      ($0.processors.isJob, $0.processors.isBoundByLauncher) = (true, true)
    },
    Case("a mask", isNote: true, "processors", ["1 of 2 cores", "taskset"]) {
      ($0.processors.ranks, $0.processors.slots) = ([ProcessorSet(processors: [1], quota: nil)], nil)
    },
    Case("a quota of half a CPU", "CPU quota", ["0.5 CPUs", "docker --cpus 1"]) {
      $0.processors.ranks = [ProcessorSet(processors: [0, 1], quota: 0.5)]
    },
    Case("more threads than a quota allows", "CPU quota", ["1.5 CPUs for 2 threads"]) {
      ($0.processors.ranks, $0.processors.threads) = ([ProcessorSet(processors: [0, 1], quota: 1.5)], 2)
    },
    Case("a quota that threads keep to", isNote: true, "CPU quota", ["1.5 CPUs for 1 thread"]) {
      $0.processors.ranks = [ProcessorSet(processors: [0, 1], quota: 1.5)]
    },
    Case("more ranks than processors", "processors", ["4 ranks x 1 threads on 2 processors"]) {
      $0.processors.ranks = Array(repeating: ProcessorSet(processors: [0, 1], quota: nil), count: 4)
      $0.processors.isJob = true
    },
    Case("the slow kernels", "kernels", ["LOCKSTEP_KERNELS=portable", "unset LOCKSTEP_KERNELS"]) {
      $0.kernels.chosen = "portable"
    },
    Case("no such kernels", "kernels", ["no such kernel set"]) {
      ($0.kernels.chosen, $0.kernels.fault) = (nil, "LOCKSTEP_KERNELS=x: no such kernel set")
    },
  ]

  private static let memoryCases = [
    Case(
      "/dev/shm of 1 MB", "shared memory",
      ["/dev/shm has 1.0 MB free", "2 ranks of lab-003 take 12 MB", "MPI does not"]
    ) {
      $0.memory.shared = SharedMemoryRoom(bytes: 1 << 20, freeBytes: 1 << 20)
    },
    Case("/dev/shm too small for the window", "shared memory", ["8.4 MB free", "in messages", "remount,size="]) {
      $0.memory.shared = SharedMemoryRoom(bytes: 8 << 20, freeBytes: 8 << 20)
    },
    Case("/dev/shm that gives nothing", "shared memory", ["gives none: Read-only file system"]) {
      $0.memory.shared = SharedMemoryRoom(bytes: 1 << 30, freeBytes: 1 << 30, refusal: "Read-only file system")
    },
    Case("too little memory", "memory", ["this needs at least 1 GB"]) {
      $0.memory.shortage = "this needs at least 1 GB."
    },
    Case("a filter of system calls, under mpirun", "direct copies", ["seccomp", "fails in mid-run"]) {
      ($0.copying.isAllowed, $0.processors.isJob) = (false, true)
    },
    Case("a filter of system calls", isNote: true, "direct copies", ["Launch/local sees to it"]) {
      $0.copying.isAllowed = false
    },
    Case("few open files", "limits", ["ulimit -n allows 32"]) { $0.limits.openFiles = 32 },
    Case("a small stack", "limits", ["ulimit -s allows a stack of 131 kB"]) { $0.limits.stackBytes = 128 << 10 },
    Case("an InfiniBand card and a limit of locked memory", "limits", ["ulimit -l allows to lock 66 kB"]) {
      $0.limits.hasDirectNetwork = true
    },
  ]

  private static let networkCases = [
    Case("a bridge of containers", isNote: true, "network", ["docker0 (172.17.0.1) is a bridge", "--interface eth0"]) {
      $0.network.interfaces.append(NetworkInterface(name: "docker0", addresses: ["172.17.0.1"], hasCarrier: false))
    },
    Case("an interface without a route", isNote: true, "network", ["eth1 (198.18.1.1) is up, but leads nowhere"]) {
      $0.network.interfaces.append(NetworkInterface(name: "eth1", addresses: ["198.18.1.1"], hasRoute: false))
    },
    Case("a name without an address", isNote: true, "host name", ["\"h1\" leads to no address", "/etc/hosts"]) {
      $0.network.name = HostName(name: "h1", addresses: [])
    },
    Case("a name server that does not answer", "host name", ["within seconds"]) {
      $0.network.name = HostName(name: "h1", addresses: [], isLate: true)
    },
  ]

  private static let fileCases = [
    Case("no data", "data", ["no Fashion-MNIST files in the usual places", "apt-get install dataset-fashion-mnist"]) {
      ($0.data.folder, $0.data.digests) = (nil, [])
      $0.data.absence = "no Fashion-MNIST files in the usual places; searched:\n  /a: no such folder\nInstall them."
    },
    Case("no data in a folder that was named", "data", ["in --data; searched: /a: no such folder"]) {
      ($0.data.folder, $0.data.digests) = (nil, [])
      $0.data.absence = "no Fashion-MNIST files in --data; searched:\n  /a: no such folder\nName a folder."
    },
    Case("damaged data", "data", ["train-images: damaged", "ends with 65"]) {
      $0.data.damaged = ["train-images: damaged"]
    },
    Case("other data", isNote: true, "data", ["is not Fashion-MNIST as published (train-images)"]) {
      $0.data.unofficial = ["train-images"]
    },
    Case("a full disk", "disk", ["runs has 4.1 kB free, a run of lab-003 writes 15 MB"]) {
      $0.folders.outputFreeBytes = 4096
    },
    Case("a folder that cannot be written", "output", ["runs cannot be written"]) {
      $0.folders.outputFault = "runs cannot be written"
    },
    Case("a limit of files", "output", ["ulimit -f"]) { $0.folders.sizeFault = "ulimit -f allows files of 51 kB" },
    Case("a full temporary folder", "temporary folder", ["/tmp has 4.1 kB free"]) {
      $0.folders.temporaryFreeBytes = 4096
    },
  ]

  @Test("of several hosts: what all have once, else with the hosts' names; addresses, clocks and slots of the job")
  func hosts() throws {
    var hosts = ["h1", "h2"].map { name in
      var host = Self.machine()
      host.host = name
      (host.processors.isJob, host.processors.slots, host.clockSeconds) = (true, 4, 1000)
      host.network.interfaces[1].addresses = ["198.18.0.\(name.dropFirst())"]
      host.data.absence = "no Fashion-MNIST files in the usual places"
      return host
    }
    #expect(Diagnosis(hosts).entries.map(\.hosts) == [["h1", "h2"]])
    hosts[0].data.absence = nil
    #expect(Diagnosis(hosts).entries.map(\.hosts) == [["h2"]])
    hosts[1].data.absence = nil
    #expect(Diagnosis(hosts).entries.map(\.finding) == [])
    hosts[1].clockSeconds = 1003.2
    #expect(Diagnosis(hosts).entries.map(\.finding.what) == ["h2 is 3 s ahead of h1"])
    hosts[1].clockSeconds = 1000.2
    for number in hosts.indices {
      hosts[number].network.interfaces.append(NetworkInterface(name: "br0", addresses: ["172.17.0.1"]))
    }
    let duplicate = try #require(Diagnosis(hosts).entries.first?.finding)
    #expect(duplicate.what == "172.17.0.1 (br0) is an address of h1 and h2" && duplicate.severity == .problem)
    for number in hosts.indices { hosts[number].network.isChosen = true }
    #expect(Diagnosis(hosts).entries.map(\.finding) == [])
    for number in hosts.indices { hosts[number].processors.slots = 1 }
    let slots = try #require(Diagnosis(hosts).entries.first?.finding)
    #expect(slots.what == "mpirun has 1 slot for 4 cores" && slots.mend.contains("--host HOST:2"))
  }

  @Test(
    "know an MPI by its text",
    arguments: [
      ("Open MPI v4.1.4, package: Debian", "Open MPI 4.1.4"), ("mpirun (Open MPI) 5.0.11", "Open MPI 5.0.11"),
      ("prterun (PRRTE) 3.0.8", "Open MPI 3.0.8"), ("MPICH Version:      4.0.2", "MPICH 4.0.2"),
      ("HYDRA build details:\n    Version:   5.0.2", "MPICH 5.0.2"),
      ("Intel(R) MPI Library 2021.10 for Linux* OS", "Intel MPI 2021.10"),
      ("MVAPICH Version:      3.0", "MVAPICH 3.0"), ("CRAY MPICH version 8.1.25.17", "Cray MPICH 8.1.25.17"),
    ])
  func releases(text: String, name: String) { #expect(MPIRelease(text)?.name == name) }

  @Test("fit launchers of their own kind")
  func fits() throws {
    let names = [
      "Open MPI 4.1.4", "Open MPI 4.1.6", "Open MPI 5.0.1", "MPICH Version: 4.0.2", "Intel(R) MPI Library 2021.10",
    ]
    let all = try names.map { try #require(MPIRelease($0)) }
    let fitting = all.map { library in all.map { library.fits($0) ? 1 : 0 } }
    #expect(fitting == [[1, 1, 1, 0, 0], [1, 1, 1, 0, 0], [1, 1, 1, 0, 0], [0, 0, 0, 1, 1], [0, 0, 0, 1, 1]])
  }
}
