/// How much of a safetensors file is accepted: more than any model here needs, less than harms.
package enum SafetensorsLimits {
  /// The longest header. The format itself allows 100 MB.
  package static let headerBytes = 1 << 20
  /// The largest data region, so that a file with a hole cannot exhaust memory.
  package static let dataBytes = 1 << 30
  /// The largest number of tensors.
  package static let tensors = 1_000
  /// The largest number of dimensions of a tensor.
  package static let dimensions = 64
  /// How deep the header nests: the file, a tensor, its shape.
  package static let depth = 3
}
