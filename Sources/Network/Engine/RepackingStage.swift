import KernelInterface

/// A copy between two memory shapes of the same numbers, in H, W, C order: it adds or leaves out the padding of channels.
///
/// Flattening and reshaping are such copies, and so is the padding of the network's input. Where nothing would move,
/// ``Lowering`` makes no stage.
struct RepackingStage: Stage {
  let inputShape: ActivationShape
  let outputShape: ActivationShape
  /// So many numbers lie next to each other in both shapes.
  private let run: Int

  /// Gives the numbers of `input` the shape `output`, which has as many.
  init(from input: ActivationShape, to output: ActivationShape) {
    precondition(input.numberCount == output.numberCount, "numbers neither come nor go")
    (inputShape, outputShape) = (input, output)
    var (run, rest) = (input.channels, output.channels)
    while rest != 0 { (run, rest) = (rest, run % rest) }
    self.run = run
  }

  /// Flattens to `[rows · columns · channels]`.
  static func flattening(_ input: ActivationShape) -> RepackingStage {
    RepackingStage(from: input, to: .flat(input.numberCount))
  }

  /// Pads the channels to whole vectors.
  static func padding(_ input: ActivationShape) -> RepackingStage {
    RepackingStage(
      from: input, to: ActivationShape(rows: input.rows, columns: input.columns, channels: input.channels))
  }

  /// True where the copy would change nothing.
  var isFree: Bool {
    inputShape.count == outputShape.count
      && (inputShape.isDense && outputShape.isDense || inputShape.channels == outputShape.channels)
  }

  var plan: StagePlan {
    StagePlan(
      forward: .memory("copies to another layout"), weightGradient: nil,
      inputGradient: .memory("copies to another layout"), notes: [])
  }

  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch: NoScratch) {
    forEachRun(images: pass.images) { from, to in
      output.slice(at: to, count: run).copy(from: input.slice(at: from, count: run))
    }
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch: NoScratch
  ) {
    guard let inputGradient else { return }
    forEachRun(images: pass.images) { to, from in
      inputGradient.slice(at: to, count: run).copy(from: outputGradient.slice(at: from, count: run))
    }
  }

  /// Calls `body` with the offset of each run of numbers in the input and in the output.
  private func forEachRun(images: Int, _ body: (_ input: Int, _ output: Int) -> Void) {
    for n in 0..<images {
      for number in stride(from: 0, to: inputShape.numberCount, by: run) {
        body(
          n * inputShape.count + inputShape.offset(ofNumber: number),
          n * outputShape.count + outputShape.offset(ofNumber: number))
      }
    }
  }
}

extension ActivationShape {
  /// Numbers of one image, without padding.
  fileprivate var numberCount: Int { rows * columns * channels }
  /// Whether there is no padding between pixels.
  fileprivate var isDense: Bool { pitch == channels }
  /// Where number `index` of an image is in memory.
  fileprivate func offset(ofNumber index: Int) -> Int { index / channels * pitch + index % channels }
}
