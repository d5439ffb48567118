import Collectives
import Testing

@Suite("Launch environment")
struct LaunchEnvironmentTests {
  /// Variables, and what they say: launcher, rank, rank count, local rank, local rank count.
  struct Case: Sendable {
    let variables: [String: String]
    let launcher: Launcher?
    let places: [Int?]
    let startsMPI: Bool
  }

  static let openMPI = [
    "OMPI_COMM_WORLD_RANK": "3", "OMPI_COMM_WORLD_SIZE": "8", "OMPI_COMM_WORLD_LOCAL_RANK": "1",
    "OMPI_COMM_WORLD_LOCAL_SIZE": "2", "PMIX_RANK": "3", "PMIX_NAMESPACE": "17",
  ]
  static let slurmStep = ["SLURM_PROCID": "1", "SLURM_STEP_NUM_TASKS": "6", "SLURM_LOCALID": "0"]
  static let torchrun = [
    "RANK": "2", "WORLD_SIZE": "4", "LOCAL_RANK": "0", "LOCAL_WORLD_SIZE": "2", "MASTER_ADDR": "node1",
    "TORCHELASTIC_RUN_ID": "none",
  ]

  static let cases: [Case] = [
    Case(variables: ["PATH": "/bin"], launcher: nil, places: [0, nil, nil, nil], startsMPI: false),
    Case(variables: openMPI, launcher: .openMPI, places: [3, 8, 1, 2], startsMPI: true),
    Case(
      variables: ["PMIX_RANK": "2", "PMIX_SERVER_URI2": "tcp"].merging(slurmStep) { $1 }, launcher: .pmix,
      places: [2, 6, 0, nil], startsMPI: true),
    Case(
      variables: ["PMI_RANK": "1", "PMI_SIZE": "2", "PMI_FD": "7", "MPI_LOCALRANKID": "1", "MPI_LOCALNRANKS": "2"],
      launcher: .hydra, places: [1, 2, 1, 2], startsMPI: true),
    Case(
      variables: ["PMI_RANK": "1", "PMI_SIZE": "2", "PMI_FD": "7"].merging(slurmStep) { $1 }, launcher: .pmi,
      places: [1, 2, 0, nil], startsMPI: true),
    Case(
      variables: [
        "MV2_COMM_WORLD_RANK": "5", "MV2_COMM_WORLD_SIZE": "7", "MV2_COMM_WORLD_LOCAL_RANK": "1",
        "MV2_COMM_WORLD_LOCAL_SIZE": "3", "PMI_RANK": "5", "PMI_PORT": "node:5",
      ], launcher: .mvapich, places: [5, 7, 1, 3], startsMPI: true),
    Case(variables: slurmStep, launcher: .slurm, places: [1, 6, 0, nil], startsMPI: false),
    Case(variables: torchrun, launcher: .torchrun, places: [2, 4, 0, 2], startsMPI: false),
    // A plain process in a batch job, and one whose user happens to have a variable named RANK.
    Case(
      variables: ["SLURM_NTASKS": "2", "SLURM_PROCID": "0"], launcher: nil, places: [0, nil, nil, nil],
      startsMPI: false),
    Case(variables: ["RANK": "7", "WORLD_SIZE": "9"], launcher: nil, places: [0, nil, nil, nil], startsMPI: false),
    // mpirun inside a Slurm step: the inner launcher counts.
    Case(
      variables: openMPI.merging(slurmStep) { $1 }, launcher: .openMPI, places: [3, 8, 1, 2], startsMPI: true),
    // Values that are no counts.
    Case(
      variables: [
        "OMPI_COMM_WORLD_RANK": "x", "OMPI_COMM_WORLD_SIZE": "-2", "OMPI_COMM_WORLD_LOCAL_RANK": "",
        "PMIX_NAMESPACE": "17",
      ], launcher: .openMPI, places: [0, nil, nil, nil], startsMPI: true),
    // A world of one.
    Case(
      variables: ["OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "1", "PMIX_NAMESPACE": "17"],
      launcher: .openMPI, places: [0, 1, nil, nil], startsMPI: false),
    // Left over from another program, which leaves the rank to nobody.
    Case(
      variables: ["OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "2"], launcher: .openMPI,
      places: [0, 2, nil, nil], startsMPI: false),
    Case(
      variables: ["RANK": "2", "WORLD_SIZE": "4", "MASTER_ADDR": "node1"], launcher: .torchrun,
      places: [0, 4, nil, nil], startsMPI: false),
  ]

  @Test("variables of each launcher", arguments: cases)
  func variables(_ test: Case) {
    let environment = LaunchEnvironment(test.variables)
    #expect(environment.launcher == test.launcher)
    let places = [
      environment.rank, environment.rankCount, environment.localRank, environment.localRankCount,
    ]
    #expect(places == test.places)
    #expect(environment.startsMPI == test.startsMPI)
  }

  @Test("processes that do not find each other are told apart from those that do")
  func complaints() throws {
    let environment = LaunchEnvironment(Self.openMPI)
    #expect(environment.complaint(ranksFound: 8, hasMPI: true) == nil)
    let message = try #require(environment.complaint(ranksFound: 1, hasMPI: true))
    #expect(message.hasPrefix("mpirun of Open MPI started 8 processes, but each of them finds only itself."))
    #expect(LaunchEnvironment([:]).complaint(ranksFound: 1, hasMPI: true) == nil)
    let single = LaunchEnvironment(["OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "1"])
    #expect(single.complaint(ranksFound: 1, hasMPI: false) == nil)
  }

  @Test("a launcher of another MPI than the program's is named, with the program's")
  func otherMPI() throws {
    let (openMPI, mpich) = (
      MPILibrary(version: "Open MPI v4.1.4, package"), MPILibrary(version: "MPICH Version:  4.0.2\nA")
    )
    let hydra = LaunchEnvironment(["PMI_RANK": "1", "PMI_SIZE": "2", "PMI_FD": "7", "MPI_LOCALRANKID": "1"])
    let message = try #require(hydra.complaint(library: openMPI))
    #expect(
      message.hasPrefix(
        "this process was started by mpirun of MPICH or Intel MPI, but the program was built with Open MPI 4.1.4"))
    #expect(LaunchEnvironment(Self.openMPI).complaint(library: mpich)?.contains("MPICH 4.0.2") == true)
    #expect(
      hydra.complaint(library: mpich) == nil && LaunchEnvironment(Self.openMPI).complaint(library: openMPI) == nil)
    // Slurm's may serve both.
    let slurm = LaunchEnvironment(["PMIX_RANK": "2", "PMIX_SERVER_URI2": "tcp"].merging(Self.slurmStep) { $1 })
    #expect(slurm.complaint(library: openMPI) == nil && slurm.complaint(library: mpich) == nil)
    #expect(LaunchEnvironment([:]).complaint(library: mpich) == nil)
  }

  @Test(
    "libraries by what they say of themselves",
    arguments: [
      ("Open MPI v4.1.4, package: Debian OpenMPI, ident: 4.1.4", "Open MPI 4.1.4", .openMPI),
      ("MPICH Version:      5.0.2\nMPICH Release date: x", "MPICH 5.0.2", .mpich),
      ("Intel(R) MPI Library 2021.9 for Linux* OS", "Intel(R) MPI Library 2021.9 for Linux* OS", .mpich),
      ("MVAPICH2 Version      :\t2.3.7\n", "MVAPICH2 2.3.7", .mpich), ("MPI of tomorrow 1", "MPI of tomorrow 1", nil),
    ] as [(String, String, MPIImplementation?)])
  func libraries(version: String, name: String, implementation: MPIImplementation?) {
    let library = MPILibrary(version: version)
    #expect(library.name == name && library.implementation == implementation)
  }

  @Test("a launcher whose folder has gone has left its variables over")
  func leftover() throws {
    let variables = Self.openMPI.merging(["PMIX_SERVER_TMPDIR": "/tmp/ompi/pid.1"]) { $1 }
    let living = LaunchEnvironment(variables) { $0 == "/tmp/ompi/pid.1" }
    #expect(living.isGenuine && living.startsMPI && living.rank == 3 && living.leftover == nil)
    let gone = LaunchEnvironment(variables) { _ in false }
    #expect(!gone.isGenuine && !gone.startsMPI && gone.rank == 0)
    let text = try #require(gone.leftover)
    #expect(
      text.hasPrefix("OMPI_COMM_WORLD_RANK is set as by mpirun of Open MPI, but none that is still there has started"))
    // One process alone needs nobody.
    #expect(LaunchEnvironment(["OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "1"]).leftover == nil)
    #expect(LaunchEnvironment([:]).leftover == nil)
  }

  @Test("the remedy fits the launcher")
  func remedies() throws {
    let srun = try #require(LaunchEnvironment(Self.slurmStep).complaint(ranksFound: 1, hasMPI: true))
    #expect(srun.contains("srun --mpi=pmix"))
    let torchrun = try #require(LaunchEnvironment(Self.torchrun).complaint(ranksFound: 1, hasMPI: true))
    #expect(torchrun.contains("not torchrun"))
    let withoutMPI = try #require(LaunchEnvironment(Self.openMPI).complaint(ranksFound: 1, hasMPI: false))
    #expect(withoutMPI.contains("built without MPI"))
  }
}
