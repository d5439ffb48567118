/// Where the ranks of a job on one machine run.
package struct RankPlacement: Sendable, Equatable {
  /// What a rank is bound to.
  package enum Binding: String, CaseIterable, Sendable, Encodable {
    /// A core for each thread, of which other ranks keep off.
    case core
    /// Nothing: the operating system moves the ranks.
    case none
  }

  /// How far ranks share processors: launchers count cores, and refuse more ranks than that unless it is told.
  package enum Crowding: Sendable, Equatable {
    /// A core for each rank.
    case none
    /// More ranks than cores, but no more than these have hardware threads.
    case hardwareThreads
    /// More ranks than processors: who waits must give way to who works.
    case processors
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

  package var crowding: Crowding {
    if ranks > processors.count { return .processors }
    return ranks > processors.cores ? .hardwareThreads : .none
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
}
