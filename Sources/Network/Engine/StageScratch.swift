import KernelInterface

/// What one thread keeps for a stage, mostly from its forward to its backward pass.
///
/// Each stage has a type of its own for it, so that what it needs cannot be absent. What only some forms of a stage need is
/// empty in the others, and the kernels check its size.
protocol StageScratch: Sendable {
  /// The memory, in floats.
  var floatCount: Int { get }

  /// The share of the last pass's pooling windows that see anything; 1 where the stage does not ask.
  func filledShare(images: Int) -> Double
}

extension StageScratch {
  func filledShare(images: Int) -> Double { 1 }
}

/// Of a stage that keeps nothing.
struct NoScratch: StageScratch {
  var floatCount: Int { 0 }
}

/// Of a stage that keeps one kind of numbers.
extension FloatBuffer: StageScratch {
  var floatCount: Int { count }
}

/// A stage in the hands of one thread: with its scratch.
protocol ThreadStage: Sendable {
  associatedtype Scratch: StageScratch
  var scratch: Scratch { get }

  /// See ``Stage/forward(_:input:output:scratch:)``.
  func forward(_ pass: Pass, input: FloatView, output: FloatView)

  /// See ``Stage/backward(_:input:output:outputGradient:inputGradient:target:scratch:)``.
  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget)
}

extension Stage {
  /// The stage with memory for one thread.
  func forThread(capacity: Int) -> any ThreadStage {
    StageWithScratch(stage: self, scratch: makeScratch(capacity: capacity))
  }
}

/// Keeps the types of stage and scratch together where there are stages of all types.
private struct StageWithScratch<Body: Stage>: ThreadStage {
  let stage: Body
  let scratch: Body.Scratch

  func forward(_ pass: Pass, input: FloatView, output: FloatView) {
    stage.forward(pass, input: input, output: output, scratch: scratch)
  }

  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget
  ) {
    stage.backward(
      pass, input: input, output: output, outputGradient: outputGradient, inputGradient: inputGradient, target: target,
      scratch: scratch)
  }
}
