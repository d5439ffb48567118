/// What numbers a network is given for grey levels 0 to 255.
package enum PixelRange: Equatable, Sendable {
  /// 0 to 1: the level divided by 255.
  case zeroToOne
  /// 0 to 255: the level itself.
  case zeroTo255
  /// −1 to 1: the level divided by 127.5, less 1.
  case minusOneToOne
  /// The level divided by 255, less the mean, divided by the standard deviation; nil until the images are known.
  case standardized(PixelStatistics?)

  /// What each level becomes, rounded once; nil for ``zeroToOne``, which the kernels compute.
  ///
  /// - Precondition: statistics are known.
  var values: [Float]? {
    switch self {
    case .zeroToOne: return nil
    case .zeroTo255: return (0...255).map { Float($0) }
    case .minusOneToOne: return (0...255).map { Float(Double($0) / 127.5 - 1) }
    case .standardized(let statistics):
      guard let statistics else { preconditionFailure("what is standardized has statistics") }
      return (0...255).map { Float((Double($0) / 255 - statistics.mean) / statistics.standardDeviation) }
    }
  }
}

/// Mean and standard deviation of pixels, as shares of white.
package struct PixelStatistics: Equatable, Sendable {
  /// From 0 to 1.
  package let mean: Double
  /// From ``leastDeviation`` to 1.
  package let standardDeviation: Double

  /// A deviation below is that of images with one level alone.
  private static let leastDeviation = 1e-4

  /// nil for numbers that no images have.
  package init?(mean: Double, standardDeviation: Double) {
    guard 0...1 ~= mean, Self.leastDeviation...1 ~= standardDeviation else { return nil }
    (self.mean, self.standardDeviation) = (mean, standardDeviation)
  }
}

extension PixelRange: LosslessStringConvertible, Codable {
  /// The names, for messages.
  package static let names =
    "0-1, 0-255, -1-1, standardized, or standardized:mean,deviation as standardized:0.286,0.353"

  /// The range as options and files have it: `0-255`, `standardized:0.286,0.353`.
  package var description: String {
    switch self {
    case .zeroToOne: "0-1"
    case .zeroTo255: "0-255"
    case .minusOneToOne: "-1-1"
    case .standardized(nil): "standardized"
    case .standardized(let statistics?): "standardized:\(statistics.mean),\(statistics.standardDeviation)"
    }
  }

  package init?(_ text: String) {
    switch text {
    case "0-1": self = .zeroToOne
    case "0-255": self = .zeroTo255
    case "-1-1": self = .minusOneToOne
    case "standardized": self = .standardized(nil)
    default:
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0] == "standardized" else { return nil }
      let numbers = parts[1].split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
      guard numbers.count == 2, let mean = numbers[0], let deviation = numbers[1],
        let statistics = PixelStatistics(mean: mean, standardDeviation: deviation)
      else { return nil }
      self = .standardized(statistics)
    }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let range = PixelRange(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "the pixel range is none of \(Self.names)")
    }
    self = range
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Architecture {
  /// The range that the layers themselves ask for: 0 to 255 where they begin with a `Rescaling` of about 1/255 or
  /// 1/127.5, else 0 to 1.
  package var expectedPixelRange: PixelRange {
    for layer in layers {
      switch layer.kind {
      case .flatten, .reshape: continue
      case .rescaling(let rescaling): return Self.scalesOfLevels ~= rescaling.scale ? .zeroTo255 : .zeroToOne
      default: return .zeroToOne
      }
    }
    return .zeroToOne
  }

  /// From 1/256 to 1/127, and a little more: what brings levels to a range of one or two.
  private static let scalesOfLevels = 0.99 / 256...1.01 / 127
}
