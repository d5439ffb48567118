import Support

/// Which elements of a case are sums over nothing but zeros.
extension TileConvolutionCase {
  /// For each pixel of the output, whether its window of the input is zero in all channels.
  var blankOutputs: [Bool] {
    let filled = Self.filledPixels(input, channels: reference.inputs)
    var blank = Array(repeating: true, count: onePlane.outputCount)
    onePlane.forEachTerm { input, _, output in
      if filled[input] { blank[output] = false }
    }
    return blank
  }

  /// For each pixel of the input, whether the gradient is zero at all outputs that saw it.
  var unreachedInputs: [Bool] {
    let filled = Self.filledPixels(outputGradient, channels: reference.outputs)
    var unreached = Array(repeating: true, count: onePlane.inputCount)
    onePlane.forEachTerm { input, _, output in
      if filled[output] { unreached[input] = false }
    }
    return unreached
  }

  /// The same convolution of one channel to one.
  private var onePlane: ReferenceConvolution {
    ReferenceConvolution(
      images: reference.images, rows: reference.rows, columns: reference.columns, inputs: 1, outputs: 1,
      margins: reference.margins)
  }

  private static func filledPixels(_ values: [Float], channels: Int) -> [Bool] {
    stride(from: 0, to: values.count, by: channels).map { first in
      values[first..<first + channels].contains { $0 != 0 }
    }
  }
}
