/// What stays the same while the number of ranks grows.
package enum ScalingMode: String, CaseIterable, Sendable, Encodable {
  /// The global batch: the same work for all ranks together, and so the same weights.
  case strong
  /// The images of each rank, in a batch and in all: the same work for every rank.
  case weak
  /// All of it: runs of one rank side by side, which do not talk. What they lose is lost to the machine: clocks, caches,
  /// memory, neighbours.
  case independent
}
