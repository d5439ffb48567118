/// How convolutions are computed; the results differ by rounding, so the choice is part of a run's configuration.
package enum ConvolutionAlgorithm: String, Codable, CaseIterable, Sendable {
  /// The sum of products as it stands.
  case direct
  /// Winograd's minimal filtering where it fits, else direct.
  case winograd
  /// What is fastest: Winograd's where it fits; it pays where a step has more than four images a rank.
  case auto

  /// Whether Winograd's algorithm is used where it fits.
  var prefersWinograd: Bool { self != .direct }
}
