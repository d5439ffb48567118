/// The processors of this machine that the ranks of a job may use, as whoever starts them sees it.
package struct Processors: Sendable, Equatable {
  /// How many can work at once.
  package let count: Int
  /// How many physical cores these are.
  package let cores: Int
  /// The numbers of each core's processors; as many cores as ``cores``, or more where a quota allows less time.
  package let threadsOfCores: [[Int]]
  /// Whether these are all of the machine; if not, mpirun's core numbers are not ours to choose.
  package let isWholeMachine: Bool

  /// - Parameters:
  ///   - cores: the processors of `set`, core by core.
  ///   - online: those that the machine has; nil where the system does not say.
  package init(_ set: ProcessorSet, cores: [[Int]], online: [Int]?) {
    self.init(
      count: set.count, cores: min(set.count, cores.count), threadsOfCores: cores,
      isWholeMachine: online.map { set.count >= $0.count } ?? false)
  }

  package init(count: Int, cores: Int, threadsOfCores: [[Int]]? = nil, isWholeMachine: Bool) {
    self.count = count
    self.cores = cores
    self.threadsOfCores = threadsOfCores ?? (0..<cores).map { [$0] }
    self.isWholeMachine = isWholeMachine
  }

  /// Those of this process.
  package static var current: Processors {
    let set = ProcessorSet.current
    return Processors(set, cores: ProcessorCores.cores(of: set.processors), online: ProcessorCores.online)
  }

  /// How many ranks have a core for each of their threads, and a shard to work on; one at least.
  package func ranks(threadsOfEach threads: Int, shards: Int) -> Int { max(1, min(shards, cores / threads)) }
}
