/// A 2 × 2 max-pooled valid convolution and its gradients in Double, as the formulas stand: dense, position by position.
///
/// Shapes: input `[n, rows, columns, i]`, kernel `[ky, kx, i, o]`, output `[n, y, x, o]`.
package struct ReferencePooledConvolution: Sendable {
  package let images: Int
  package let (rows, columns, inputs): (Int, Int, Int)
  package let (kernelRows, kernelColumns, outputs): (Int, Int, Int)

  package init(images: Int, input: (Int, Int, Int), kernel: (Int, Int), outputs: Int) {
    self.images = images
    (rows, columns, inputs) = input
    (kernelRows, kernelColumns) = kernel
    self.outputs = outputs
  }

  package var pooledRows: Int { (rows - kernelRows + 1) / 2 }
  package var pooledColumns: Int { (columns - kernelColumns + 1) / 2 }
  package var windows: Int { pooledRows * pooledColumns }
  package var inputCount: Int { rows * columns * inputs }
  package var kernelCount: Int { kernelRows * kernelColumns * inputs * outputs }
  package var outputCount: Int { windows * outputs }

  /// The offset in an image of position `s` of window `w`.
  package func offset(window w: Int, position s: Int) -> Int {
    let (y, x) = (2 * (w / pooledColumns) + s / 2, 2 * (w % pooledColumns) + s % 2)
    return (y * columns + x) * inputs
  }

  /// The convolution before bias, rectifier and pooling, of one image, window, position and channel.
  package func sum(input: [Float], kernel: [Float], image: Int, window: Int, position: Int, output: Int) -> ReferenceSum
  {
    var sum = ReferenceSum()
    forEachTap { tap, patch in
      let x = input[image * inputCount + offset(window: window, position: position) + patch]
      sum.add(Double(x) * Double(kernel[tap * outputs + output]))
    }
    return sum
  }

  /// The gradients of kernel and input for gradients of the pooled output and the windows' winners.
  package func gradients(
    input: [Float], kernel: [Float], outputGradient: [Float], winners: [Int]
  ) -> (kernel: [ReferenceSum], input: [ReferenceSum]) {
    var kernelGradient = Array(repeating: ReferenceSum(), count: kernelCount)
    var inputGradient = Array(repeating: ReferenceSum(), count: images * inputCount)
    for index in outputGradient.indices where outputGradient[index] != 0 {
      let (output, window, image) = (index % outputs, index / outputs % windows, index / outputCount)
      let start = image * inputCount + offset(window: window, position: winners[index])
      let gradient = Double(outputGradient[index])
      forEachTap { tap, patch in
        kernelGradient[tap * outputs + output].add(gradient * Double(input[start + patch]))
        inputGradient[start + patch].add(gradient * Double(kernel[tap * outputs + output]))
      }
    }
    return (kernelGradient, inputGradient)
  }

  /// Calls `body` with the number of each (ky, kx, i) and its offset in a patch of the input.
  private func forEachTap(_ body: (_ tap: Int, _ patch: Int) -> Void) {
    for ky in 0..<kernelRows {
      for rest in 0..<kernelColumns * inputs {
        body(ky * kernelColumns * inputs + rest, ky * columns * inputs + rest)
      }
    }
  }
}
