import ArgumentParser

/// A command that all ranks of a job work on; every other one is the first rank's alone.
protocol RunsOnAllRanks: ParsableCommand {}
