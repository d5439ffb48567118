import Testing

/// The program under a real `mpirun`, one job at a time: the ranks of one fill the machine.
@Suite(
  "Ranks under mpirun", .serialized,
  .enabled(if: MPILauncher.isUsable, "skipped: there is no mpirun, or the program was built without the trait MPI"))
enum DistributedTests {}
