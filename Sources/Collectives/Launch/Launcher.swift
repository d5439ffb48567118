/// What can start several processes of a program, each told its place in environment variables.
///
/// In order of trust: the variables of an inner launcher are inherited along with those of the outer one (mpirun inside
/// a Slurm job), so the first launcher of `allCases` that left its mark is the one that started this process.
package enum Launcher: CaseIterable, Sendable {
  case openMPI, mvapich, hydra, pmix, pmi, slurm, torchrun

  /// The name that a user knows it by.
  package var name: String {
    switch self {
    case .openMPI: "mpirun of Open MPI"
    case .mvapich: "mpirun of MVAPICH"
    case .hydra: "mpirun of MPICH or Intel MPI"
    case .pmix: "a PMIx launcher"
    case .pmi: "a PMI launcher (srun --mpi=pmi2)"
    case .slurm: "srun"
    case .torchrun: "torchrun"
    }
  }

  /// Whether MPI_Init may find the other processes; srun without PMI and torchrun give it nothing to find them with.
  package var speaksMPI: Bool {
    switch self {
    case .openMPI, .mvapich, .hydra, .pmix, .pmi: true
    case .slurm, .torchrun: false
    }
  }

  /// The kind of MPI whose processes find each other with it; nil where several do, or none.
  var implementation: MPIImplementation? {
    switch self {
    case .openMPI: .openMPI
    case .mvapich, .hydra: .mpich
    case .pmix, .pmi, .slurm, .torchrun: nil
    }
  }

  /// The names of the variables in which a launcher tells a process its place; nil where it has none.
  struct Variables {
    let rank: String
    let rankCount: String?
    let localRank: String?
    let localRankCount: String?
    /// The variables that are all there if it started this process.
    let marks: [String]
    /// The beginnings of variables that only it sets, and of which one is there if it did: nobody exports them by hand.
    let proofs: [String]

    init(
      rank: String, rankCount: String? = nil, localRank: String? = nil, localRankCount: String? = nil,
      marks: [String]? = nil, proofs: [String] = []
    ) {
      self.rank = rank
      self.rankCount = rankCount
      self.localRank = localRank
      self.localRankCount = localRankCount
      self.marks = marks ?? [rank]
      self.proofs = proofs.isEmpty ? self.marks : proofs
    }
  }

  var variables: Variables {
    switch self {
    case .openMPI:
      Variables(
        rank: "OMPI_COMM_WORLD_RANK", rankCount: "OMPI_COMM_WORLD_SIZE",
        localRank: "OMPI_COMM_WORLD_LOCAL_RANK", localRankCount: "OMPI_COMM_WORLD_LOCAL_SIZE",
        proofs: ["PMIX_SERVER_URI", "PMIX_NAMESPACE"])
    case .mvapich:
      Variables(
        rank: "MV2_COMM_WORLD_RANK", rankCount: "MV2_COMM_WORLD_SIZE",
        localRank: "MV2_COMM_WORLD_LOCAL_RANK", localRankCount: "MV2_COMM_WORLD_LOCAL_SIZE",
        proofs: Self.proofsOfPMI)
    case .pmix:
      Variables(
        rank: "PMIX_RANK", rankCount: "SLURM_STEP_NUM_TASKS", localRank: "SLURM_LOCALID",
        proofs: ["PMIX_SERVER_URI", "PMIX_NAMESPACE"])
    case .hydra:
      // Slurm, which speaks PMI as well, counts the ranks of a machine in a variable of its own.
      Variables(
        rank: "PMI_RANK", rankCount: "PMI_SIZE", localRank: "MPI_LOCALRANKID", localRankCount: "MPI_LOCALNRANKS",
        marks: ["PMI_RANK", "MPI_LOCALRANKID"], proofs: Self.proofsOfPMI)
    case .pmi:
      Variables(rank: "PMI_RANK", rankCount: "PMI_SIZE", localRank: "SLURM_LOCALID", proofs: Self.proofsOfPMI)
    case .slurm:
      // Not SLURM_NTASKS: inside a batch job it is set even for a process that srun did not start.
      Variables(
        rank: "SLURM_PROCID", rankCount: "SLURM_STEP_NUM_TASKS", localRank: "SLURM_LOCALID",
        marks: ["SLURM_PROCID", "SLURM_STEP_NUM_TASKS"])
    case .torchrun:
      // Other tools set RANK and WORLD_SIZE too; the address of the first rank makes it torch's.
      Variables(
        rank: "RANK", rankCount: "WORLD_SIZE", localRank: "LOCAL_RANK", localRankCount: "LOCAL_WORLD_SIZE",
        marks: ["RANK", "WORLD_SIZE", "MASTER_ADDR"], proofs: ["TORCHELASTIC_RUN_ID"])
    }
  }

  /// Where a process finds the server of MPICH's kind of launchers.
  private static let proofsOfPMI = ["PMI_FD", "PMI_PORT", "PMI_CONTROL_PORT"]
}
