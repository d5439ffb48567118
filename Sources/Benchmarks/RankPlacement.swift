/// Where mpirun is told to put the ranks of a run.
package struct RankPlacement: Sendable, Equatable {
  /// What a rank is bound to: mpirun's `--bind-to`.
  package enum Binding: String, CaseIterable, Sendable, Encodable {
    /// A core for each thread, of which other ranks keep off.
    case core
    /// Nothing: the operating system moves the ranks.
    case none
  }

  package let ranks: Int
  /// The threads of each rank.
  package let threads: Int
  package let binding: Binding
  private let processors: Processors

  /// - Parameter binding: nil for cores where every thread can have its own and they are ours to number, else none.
  package init(ranks: Int, threads: Int, processors: Processors, binding: Binding? = nil) {
    self.ranks = ranks
    self.threads = threads
    self.processors = processors
    let fits = ranks * threads <= processors.cores && processors.isWholeMachine
    self.binding = binding ?? (fits ? .core : .none)
  }

  /// Whether there are more threads at work than cores, so that a speed-up says nothing about the program.
  package var isOversubscribed: Bool { ranks * threads > processors.cores }

  /// The arguments of Open MPI's mpirun before the program.
  package var launcherArguments: [String] {
    ["-n", "\(ranks)"] + bindingArguments + crowdArguments
      // Shared memory; nothing else is tried.
      + ["--mca", "btl", "self,vader"]
      + (processors.canCopyDirectly ? [] : ["--mca", "btl_vader_single_copy_mechanism", "none"])
  }

  /// The placement of one of so many independent runs of one rank: whoever starts it says which processors it has.
  package var ofOneRun: RankPlacement {
    RankPlacement(ranks: 1, threads: threads, processors: processors, binding: Binding.none)
  }

  /// The processors of an independent run: all of a core for each of its threads; nil where nothing is bound.
  ///
  /// - Precondition: the runs together have no more threads than there are cores.
  package func processors(ofRun number: Int) -> [Int]? {
    guard binding == .core else { return nil }
    return processors.threadsOfCores[number * threads..<(number + 1) * threads].flatMap(\.self)
  }

  private var bindingArguments: [String] {
    switch binding {
    case .none: ["--map-by", "slot", "--bind-to", "none"]
    case .core: ["--map-by", threads == 1 ? "core" : "slot:PE=\(threads)", "--bind-to", "core"]
    }
  }

  /// mpirun counts cores, and refuses more ranks than that unless it is told otherwise.
  private var crowdArguments: [String] {
    if ranks > processors.count { return ["--oversubscribe"] }
    return ranks > processors.cores ? ["--use-hwthread-cpus"] : []
  }
}

/// The processors that the ranks may use.
package struct Processors: Sendable, Equatable {
  /// The hardware threads.
  package let count: Int
  /// The physical cores.
  package let cores: Int
  /// The numbers of each core's hardware threads; as many cores as ``cores``, or more where a quota allows less time.
  package let threadsOfCores: [[Int]]
  /// Whether these are all of the machine; if not, mpirun's core numbers are not ours to choose.
  package let isWholeMachine: Bool
  /// Whether a process may copy from another's memory, which is how Open MPI moves large messages on one machine.
  package let canCopyDirectly: Bool

  package init(
    count: Int, cores: Int, threadsOfCores: [[Int]]? = nil, isWholeMachine: Bool, canCopyDirectly: Bool
  ) {
    self.count = count
    self.cores = cores
    self.threadsOfCores = threadsOfCores ?? (0..<cores).map { [$0] }
    self.isWholeMachine = isWholeMachine
    self.canCopyDirectly = canCopyDirectly
  }
}
