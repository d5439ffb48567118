import KernelInterface

/// What a stage reads besides its input: the same for all stages of a pass.
struct Pass {
  let kernels: any KernelSet.Type
  let workspace: Workspace
  /// Nil in evaluation: nothing is random then.
  let draw: RandomDraw?

  var images: Int { workspace.images }
  var parameters: FloatView { workspace.parameters.view }
  var prepared: FloatView { workspace.prepared.view }
}

/// Where a stage puts the gradient of its parameters, summed over the leaves of the pass along the tree.
struct GradientTarget {
  let view: FloatView
  /// True: add to what is there (the pass is a right child), false: overwrite.
  let accumulates: Bool
  let leaves: LeafView

  var finish: StridedProduct.Finish { accumulates ? .accumulate : .store }
}

/// One step of the lowered network: shapes and tables are fixed when it is made, a pass only computes.
protocol Stage: Sendable {
  /// What a thread keeps for it.
  associatedtype Scratch: StageScratch

  var outputShape: ActivationShape { get }

  /// What it computes and how; without a default, so that no stage says nothing.
  var plan: StagePlan { get }

  func makeScratch(capacity: Int) -> Scratch

  /// Computes `output` from `input` for all images of the workspace.
  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch: Scratch)

  /// Computes the gradients of the parameters and, where it is given, of the input.
  ///
  /// - Parameter outputGradient: may be changed.
  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch: Scratch)

  /// Makes what the passes want of the parameters, after each change of these.
  func prepare(_ parameters: FloatView, into prepared: FloatView, kernels: any KernelSet.Type)
}

extension Stage {
  func prepare(_ parameters: FloatView, into prepared: FloatView, kernels: any KernelSet.Type) {}
}

extension Stage where Scratch == NoScratch {
  func makeScratch(capacity: Int) -> NoScratch { NoScratch() }
}

/// A stage's place in ``Workspace/prepared``.
struct PreparedPlacement: Sendable {
  let offset: Int
  let count: Int

  func view(of prepared: FloatView) -> FloatView { prepared.slice(at: offset, count: count) }
}

extension PreparedPlacement? {
  /// The place of a kernel transposed, in a stage that computes its input's gradient.
  var required: PreparedPlacement {
    guard let self else { preconditionFailure("a stage without a transposed kernel has no gradient of its input") }
    return self
  }
}
