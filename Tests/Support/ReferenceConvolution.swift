/// A convolution and its gradients, in Double, by the definition: any stride, and zeros around the input.
///
/// - Shapes: input `[n, y, x, i]`, kernel `[ky, kx, i, o]`, output `[n, y, x, o]`, all row-major.
package struct ReferenceConvolution: Sendable {
  /// Rows of zeros above and below the input, and columns on its left and right.
  package typealias Margins = (top: Int, bottom: Int, left: Int, right: Int)

  /// The range of n.
  package let images: Int
  /// The size of the input.
  package let (rows, columns): (Int, Int)
  /// The channels of input and output.
  package let (inputs, outputs): (Int, Int)
  /// The size of the kernel.
  package let (kernelRows, kernelColumns): (Int, Int)
  /// How far the kernel moves.
  package let strides: (rows: Int, columns: Int)
  package let margins: Margins

  /// A convolution of `images` images; 3×3 and valid with stride 1 where nothing else is said.
  package init(
    images: Int, rows: Int, columns: Int, inputs: Int, outputs: Int, kernelRows: Int = 3, kernelColumns: Int = 3,
    strides: (rows: Int, columns: Int) = (1, 1), margins: Margins = (0, 0, 0, 0)
  ) {
    self.images = images
    (self.rows, self.columns) = (rows, columns)
    (self.inputs, self.outputs) = (inputs, outputs)
    (self.kernelRows, self.kernelColumns) = (kernelRows, kernelColumns)
    self.strides = strides
    self.margins = margins
  }

  /// The same convolution of another number of images.
  package func with(images: Int) -> ReferenceConvolution {
    ReferenceConvolution(
      images: images, rows: rows, columns: columns, inputs: inputs, outputs: outputs, kernelRows: kernelRows,
      kernelColumns: kernelColumns, strides: strides, margins: margins)
  }

  /// The size of the output.
  package var outputRows: Int { (margins.top + rows + margins.bottom - kernelRows) / strides.rows + 1 }
  package var outputColumns: Int { (margins.left + columns + margins.right - kernelColumns) / strides.columns + 1 }
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

  /// output[n,y,x,o] = Σ(ky,kx,i) input[n,y·s+ky−top,x·s+kx−left,i] · kernel[ky,kx,i,o] + bias[o]
  package func output(input: [Float], kernel: [Float], bias: [Float]) -> [ReferenceSum] {
    var output = Array(repeating: ReferenceSum(), count: outputCount)
    forEachTerm { output[$2].add(Double(input[$0]) * Double(kernel[$1])) }
    for index in output.indices { output[index].add(Double(bias[index % outputs])) }
    return output
  }

  /// The output, negative sums set to zero.
  package func rectifiedOutput(input: [Float], kernel: [Float], bias: [Float]) -> [ReferenceSum] {
    var output = output(input: input, kernel: kernel, bias: bias)
    for index in output.indices { output[index].rectify() }
    return output
  }

  /// kernelGradient[ky,kx,i,o] = Σ(n,y,x) input[n,y·s+ky−top,x·s+kx−left,i] · outputGradient[n,y,x,o]
  package func kernelGradient(input: [Float], outputGradient: [Float]) -> [ReferenceSum] {
    var gradient = Array(repeating: ReferenceSum(), count: kernelCount)
    forEachTerm { gradient[$1].add(Double(input[$0]) * Double(outputGradient[$2])) }
    return gradient
  }

  /// inputGradient: at each place of the input Σ(ky,kx) Σ(o) outputGradient[n,y,x,o] · kernel[ky,kx,i,o] of the outputs that saw it.
  package func inputGradient(kernel: [Float], outputGradient: [Float]) -> [ReferenceSum] {
    var gradient = Array(repeating: ReferenceSum(), count: inputCount)
    forEachTap { first, tap, output in
      for i in 0..<inputs {
        var sum = ReferenceSum()
        for o in 0..<outputs {
          sum.add(Double(outputGradient[output + o]) * Double(kernel[tap + i * outputs + o]))
        }
        gradient[first + i].add(sum)
      }
    }
    return gradient
  }

  /// Calls `body` with the places of channel 0 of the three tensors, for each tap of each output that is within the input.
  private func forEachTap(_ body: (_ input: Int, _ kernel: Int, _ output: Int) -> Void) {
    for n in 0..<images {
      for y in 0..<outputRows {
        for x in 0..<outputColumns {
          for ky in 0..<kernelRows {
            let row = y * strides.rows + ky - margins.top
            guard (0..<rows).contains(row) else { continue }
            for kx in 0..<kernelColumns {
              let column = x * strides.columns + kx - margins.left
              guard (0..<columns).contains(column) else { continue }
              body(
                inputOffset(n: n, y: row, x: column), kernelOffset(ky: ky, kx: kx, i: 0), outputOffset(n: n, y: y, x: x)
              )
            }
          }
        }
      }
    }
  }

  /// Calls `body` with the places of the three numbers of each product in the definition.
  package func forEachTerm(_ body: (_ input: Int, _ kernel: Int, _ output: Int) -> Void) {
    forEachTap { first, tap, output in
      for i in 0..<inputs {
        for o in 0..<outputs { body(first + i, tap + i * outputs + o, output + o) }
      }
    }
  }
}
