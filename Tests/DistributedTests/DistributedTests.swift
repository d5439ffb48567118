import Testing

/// The program under a real `mpirun`, one job at a time: the ranks of one fill the machine.
@Suite("Ranks under mpirun", .serialized, .enabled(if: MPILauncher.isUsable, "there is no mpirun for this program"))
enum DistributedTests {
  /// Waits until `condition` holds; a loaded machine may take its time.
  static func wait(_ event: String, until condition: () -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(120)
    while !condition() {
      try #require(ContinuousClock.now < end, "waited in vain for \(event)")
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}

/// A line in the log of every run, so that nobody takes a skip for a pass.
@Test("there is an mpirun to test with")
func reportsMissingLauncher() {
  guard !MPILauncher.isUsable else { return }
  let reason = "there is no mpirun in the path, or the program was built without the trait MPI"
  print("rank counts tested: none, for \(reason)")
  Issue.record("tests with several ranks were skipped: \(reason)", severity: .warning)
}
