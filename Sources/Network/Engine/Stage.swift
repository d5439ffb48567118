import KernelInterface

/// What a stage reads besides its input: the same for all stages of a pass.
struct Pass {
  let kernels: any KernelSet.Type
  let parameters: FloatView
  /// The kernels of the layers with input and output exchanged, see ``Network/prepare(parameters:transposed:part:of:)``.
  let transposed: FloatView
  let workspace: Workspace
  /// Nil in evaluation: nothing is random then.
  let draw: RandomDraw?

  var images: Int { workspace.images }
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
  var outputShape: ActivationShape { get }

  func makeScratch(capacity: Int) -> StageScratch

  /// Computes `output` from `input` for all images of the workspace.
  func forward(_ pass: Pass, input: FloatView, output: FloatView, scratch: StageScratch)

  /// Computes the gradients of the parameters and, where it is given, of the input.
  ///
  /// - Parameter outputGradient: may be changed.
  func backward(
    _ pass: Pass, input: FloatView, output: FloatView, outputGradient: FloatView, inputGradient: FloatView?,
    target: GradientTarget, scratch: StageScratch)

  /// The matrices that the backward pass wants transposed: placement, and how they lie in it.
  var transposedKernel: TensorPlacement? { get }
}

extension Stage {
  func makeScratch(capacity: Int) -> StageScratch { StageScratch() }
  var transposedKernel: TensorPlacement? { nil }
}
