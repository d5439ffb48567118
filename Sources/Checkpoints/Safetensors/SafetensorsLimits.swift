/// How much of a safetensors file is accepted: more than the largest model here needs with all that an optimiser keeps of
/// it, less than harms.
package enum SafetensorsLimits {
  /// The longest header: the format's own limit.
  package static let headerBytes = 100_000_000
  /// The largest data region: twice what four numbers for each parameter of the largest model take.
  package static let dataBytes = 1 << 33
  /// The largest number of tensors.
  package static let tensors = 100_000
  /// The largest number of dimensions of a tensor.
  package static let dimensions = 64
  /// How deep the header nests: the file, a tensor, its shape.
  package static let depth = 3
  /// The most keys and the most commas of a header, so that nothing is made of one that could not be accepted.
  static let keys = 8 * tensors
  static let commas = 16 * tensors
}
