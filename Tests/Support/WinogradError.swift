/// What the tests allow Winograd's filtering of 3 × 3 taps to be off.
///
/// The transforms mix all pixels of a tile, so the error of an element is measured by the largest sum, over the pixels of its
/// image and channel, of products without their signs.
package enum WinogradError {
  /// The largest error, as a share of that measure; kernels are tested against it, and networks are allowed it. Measured is 12 ulp.
  package static let largest = 16 * Double(Float.ulpOfOne)
}

extension ReferenceConvolution {
  /// For each element of the output, the largest Σ |input · kernel| of its image and channel.
  package func outputMeasure(input: [Double], kernel: [Double]) -> [Double] {
    var sums = Array(repeating: 0.0, count: outputCount)
    forEachTerm { sums[$2] += (input[$0] * kernel[$1]).magnitude }
    return largest(sums, channels: outputs)
  }

  /// For each element of the input, the largest Σ |outputGradient · kernel| of its image and channel.
  package func inputGradientMeasure(kernel: [Double], outputGradient: [Double]) -> [Double] {
    var sums = Array(repeating: 0.0, count: inputCount)
    forEachTerm { sums[$0] += (outputGradient[$2] * kernel[$1]).magnitude }
    return largest(sums, channels: inputs)
  }

  /// For each element of the kernel, Σ(n) max |input| · Σ |outputGradient| over the pixels of its channels: no tile pairs more.
  package func kernelGradientMeasure(input: [Double], outputGradient: [Double]) -> [Double] {
    var pairs = Array(repeating: 0.0, count: inputs * outputs)
    for image in 0..<images {
      let one = with(images: 1)
      var largest = Array(repeating: 0.0, count: inputs)
      for index in 0..<one.inputCount {
        largest[index % inputs] = max(largest[index % inputs], input[image * one.inputCount + index].magnitude)
      }
      var sums = Array(repeating: 0.0, count: outputs)
      for index in 0..<one.outputCount {
        sums[index % outputs] += outputGradient[image * one.outputCount + index].magnitude
      }
      for index in pairs.indices { pairs[index] += largest[index / outputs] * sums[index % outputs] }
    }
    return (0..<kernelCount).map { pairs[$0 % pairs.count] }
  }

  /// For each sum the largest of its image and channel.
  private func largest(_ sums: [Double], channels: Int) -> [Double] {
    let count = sums.count / max(images, 1)
    var largest = Array(repeating: 0.0, count: images * channels)
    for (index, sum) in sums.enumerated() {
      let place = index / count * channels + index % channels
      if sum > largest[place] { largest[place] = sum }
    }
    return sums.indices.map { largest[$0 / count * channels + $0 % channels] }
  }
}
