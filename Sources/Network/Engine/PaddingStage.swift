import KernelInterface

/// Zeros around each image: Keras' `ZeroPadding2D`, and what a convolution with padding "same" reads.
///
/// The zeros are those that the buffers are made with; only what lies within them is ever written.
struct PaddingStage: Stage {
  private let inputShape: ActivationShape
  let outputShape: ActivationShape
  private let (top, left): (Int, Int)

  init(input: ActivationShape, rows: (before: Int, after: Int), columns: (before: Int, after: Int)) {
    inputShape = input
    outputShape = input.padded(
      rows: input.rows + rows.before + rows.after, columns: input.columns + columns.before + columns.after)
    (top, left) = (rows.before, columns.before)
  }

  var plan: StagePlan {
    StagePlan(
      forward: .memory("copies between zeros"), weightGradient: nil, inputGradient: .memory("copies without the edge"),
      notes: [])
  }

  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch: NoScratch) {
    forEachRow(pass) { from, to in
      output.slice(at: to, count: rowCount).copy(from: input.slice(at: from, count: rowCount))
    }
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch: NoScratch
  ) {
    guard let inputGradient else { return }
    forEachRow(pass) { to, from in
      inputGradient.slice(at: to, count: rowCount).copy(from: outputGradient.slice(at: from, count: rowCount))
    }
  }

  private var rowCount: Int { inputShape.columns * inputShape.pitch }

  /// Calls `body` with the offset of each row in the input and in the output.
  private func forEachRow(_ pass: Pass, _ body: (_ input: Int, _ output: Int) -> Void) {
    for n in 0..<pass.images {
      for y in 0..<inputShape.rows {
        body(inputShape.offset(n: n, y: y, x: 0), outputShape.offset(n: n, y: y + top, x: left))
      }
    }
  }
}
