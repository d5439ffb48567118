/// A valid convolution with stride 1 and its gradients, in Double, by the definition.
///
/// - Shapes: input `[n, y, x, i]`, kernel `[ky, kx, i, o]`, output `[n, y, x, o]`, all row-major.
package struct ReferenceConvolution: Sendable {
  /// The range of n.
  package let images: Int
  /// The size of the input.
  package let (rows, columns): (Int, Int)
  /// The channels of input and output.
  package let (inputs, outputs): (Int, Int)
  /// The size of the kernel.
  package let (kernelRows, kernelColumns): (Int, Int)

  /// A convolution of `images` images; 3×3 where nothing else is said.
  package init(
    images: Int, rows: Int, columns: Int, inputs: Int, outputs: Int, kernelRows: Int = 3, kernelColumns: Int = 3
  ) {
    self.images = images
    (self.rows, self.columns) = (rows, columns)
    (self.inputs, self.outputs) = (inputs, outputs)
    (self.kernelRows, self.kernelColumns) = (kernelRows, kernelColumns)
  }

  /// The size of the output.
  package var outputRows: Int { rows - kernelRows + 1 }
  package var outputColumns: Int { columns - kernelColumns + 1 }
  /// The floats of each tensor.
  package var inputCount: Int { images * rows * columns * inputs }
  package var kernelCount: Int { kernelRows * kernelColumns * inputs * outputs }
  package var outputCount: Int { images * outputRows * outputColumns * outputs }

  /// Where input `[n, y, x, 0]` is.
  package func inputOffset(n: Int, y: Int, x: Int) -> Int { ((n * rows + y) * columns + x) * inputs }

  /// Where output `[n, y, x, 0]` is.
  package func outputOffset(n: Int, y: Int, x: Int) -> Int { ((n * outputRows + y) * outputColumns + x) * outputs }

  /// Where kernel `[ky, kx, i, 0]` is.
  package func kernelOffset(ky: Int, kx: Int, i: Int) -> Int { ((ky * kernelColumns + kx) * inputs + i) * outputs }

  /// output[n,y,x,o] = max(0, Σ(ky,kx,i) input[n,y+ky,x+kx,i] · kernel[ky,kx,i,o] + bias[o])
  package func rectifiedOutput(input: [Float], kernel: [Float], bias: [Float]) -> [ReferenceSum] {
    var output = Array(repeating: ReferenceSum(), count: outputCount)
    forEachTerm { output[$2].add(Double(input[$0]) * Double(kernel[$1])) }
    for index in output.indices {
      output[index].add(Double(bias[index % outputs]))
      output[index].rectify()
    }
    return output
  }

  /// kernelGradient[ky,kx,i,o] = Σ(n,y,x) input[n,y+ky,x+kx,i] · outputGradient[n,y,x,o]
  package func kernelGradient(input: [Float], outputGradient: [Float]) -> [ReferenceSum] {
    var gradient = Array(repeating: ReferenceSum(), count: kernelCount)
    forEachTerm { gradient[$1].add(Double(input[$0]) * Double(outputGradient[$2])) }
    return gradient
  }

  /// inputGradient[n,y,x,i] = Σ(ky,kx) Σ(o) outputGradient[n,y−ky,x−kx,o] · kernel[ky,kx,i,o]
  package func inputGradient(kernel: [Float], outputGradient: [Float]) -> [ReferenceSum] {
    var gradient = Array(repeating: ReferenceSum(), count: inputCount)
    forEachTap { n, y, x, ky, kx in
      for i in 0..<inputs {
        var tap = ReferenceSum()
        for o in 0..<outputs {
          tap.add(
            Double(outputGradient[outputOffset(n: n, y: y, x: x) + o])
              * Double(kernel[kernelOffset(ky: ky, kx: kx, i: i) + o]))
        }
        gradient[inputOffset(n: n, y: y + ky, x: x + kx) + i].add(tap)
      }
    }
    return gradient
  }

  private func forEachTap(_ body: (_ n: Int, _ y: Int, _ x: Int, _ ky: Int, _ kx: Int) -> Void) {
    for n in 0..<images {
      for y in 0..<outputRows {
        for x in 0..<outputColumns {
          for ky in 0..<kernelRows {
            for kx in 0..<kernelColumns { body(n, y, x, ky, kx) }
          }
        }
      }
    }
  }

  /// Calls `body` with the places of the three numbers of each product in the definition.
  private func forEachTerm(_ body: (_ input: Int, _ kernel: Int, _ output: Int) -> Void) {
    forEachTap { n, y, x, ky, kx in
      let (first, output) = (inputOffset(n: n, y: y + ky, x: x + kx), outputOffset(n: n, y: y, x: x))
      for i in 0..<inputs {
        let kernel = kernelOffset(ky: ky, kx: kx, i: i)
        for o in 0..<outputs { body(first + i, kernel + o, output + o) }
      }
    }
  }
}
