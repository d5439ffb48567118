/// Batch normalisation of some rows together, with bounds for single precision.
///
/// - Formula: output = x · a + (beta − mean · a) with a = gamma / √(variance + epsilon). The input's gradient is
///   d · a + (s · mean − a · Σ d / N − x · s) with s = a / √(variance + epsilon) · (Σ d · x̂) / N, which is
///   gamma / √(variance + epsilon) · (d − Σ d / N − x̂ · Σ d · x̂ / N).
/// - Shapes: all values `[rows, channels]`.
package struct ReferenceNormalization: Sendable {
  /// What is the same for all rows of a channel.
  package struct Statistics: Sendable {
    package var mean: BoundedValue
    package var variance: BoundedValue

    package init(mean: BoundedValue, variance: BoundedValue) {
      self.mean = mean
      self.variance = variance
    }
  }

  /// The gradients of a normalisation.
  package struct Gradients: Sendable {
    package var gamma: [BoundedValue]
    package var beta: [BoundedValue]
    package var input: [BoundedValue]
  }

  private let gamma: [BoundedValue]
  private let beta: [BoundedValue]
  private let epsilon: BoundedValue

  package init(gamma: [BoundedValue], beta: [BoundedValue], epsilon: Double) {
    self.gamma = gamma
    self.beta = beta
    // In memory it is a Float.
    self.epsilon = .rounded(epsilon, inherited: 0)
  }

  private var channels: Int { gamma.count }

  /// Mean and variance of each channel; zeros without rows.
  ///
  /// - Parameter images: that share the rows. Their means are joined one by one, which rounds two numbers each time, of at most
  ///   twice the largest input.
  package func statistics(of input: [BoundedValue], images: Int) -> [Statistics] {
    (0..<channels).map { channel in
      guard !input.isEmpty else { return Statistics(mean: .zero, variance: .zero) }
      let count = BoundedValue(Double(input.count / channels))
      let places = stride(from: channel, to: input.count, by: channels)
      var (sum, largest) = (BoundedValue.zero, 0.0)
      for place in places {
        sum += input[place]
        largest = max(largest, input[place].value.magnitude)
      }
      let mean = (sum / count).widened(by: 2 * Double(images) * Double(Float.ulpOfOne) * largest)
      var squares = BoundedValue.zero
      for place in places {
        let deviation = input[place] - mean
        squares += deviation * deviation
      }
      return Statistics(mean: mean, variance: squares / count)
    }
  }

  /// 1 / √(variance + epsilon).
  private func inverse(_ statistics: Statistics) -> BoundedValue {
    BoundedValue(1) / (statistics.variance + epsilon).squareRoot()
  }

  package func output(_ input: [BoundedValue], _ statistics: [Statistics]) -> [BoundedValue] {
    let factors = (0..<channels).map { gamma[$0] * inverse(statistics[$0]) }
    let shifts = (0..<channels).map { beta[$0] - statistics[$0].mean * factors[$0] }
    return input.enumerated().map { index, x in x * factors[index % channels] + shifts[index % channels] }
  }

  package func gradients(
    of outputGradient: [BoundedValue], input: [BoundedValue], _ statistics: [Statistics]
  ) -> Gradients {
    var sums = Gradients(
      gamma: Array(repeating: .zero, count: channels), beta: Array(repeating: .zero, count: channels), input: [])
    for index in outputGradient.indices {
      let c = index % channels
      sums.beta[c] += outputGradient[index]
      sums.gamma[c] += outputGradient[index] * (input[index] - statistics[c].mean)
    }
    let inverses = statistics.map(inverse)
    for c in 0..<channels { sums.gamma[c] = sums.gamma[c] * inverses[c] }
    guard !input.isEmpty else { return sums }
    let share = BoundedValue(1) / BoundedValue(Double(input.count / channels))
    let factors = (0..<channels).map { gamma[$0] * inverses[$0] }
    let slopes = (0..<channels).map { factors[$0] * inverses[$0] * (sums.gamma[$0] * share) }
    let constants = (0..<channels).map {
      slopes[$0] * statistics[$0].mean - factors[$0] * (sums.beta[$0] * share)
    }
    sums.input = input.indices.map { index in
      let c = index % channels
      return outputGradient[index] * factors[c] + (constants[c] - input[index] * slopes[c])
    }
    return sums
  }
}
