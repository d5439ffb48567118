import KernelInterface
import Kernels
import Network
import Support

/// A way to compute: a kernel set that this CPU runs, an algorithm for convolutions, and for how large leaves it is chosen.
struct EngineVariant: Sendable, CustomStringConvertible {
  let kernels: any KernelSet.Type
  let convolution: ConvolutionAlgorithm
  var imagesPerLeaf = 4

  var description: String { "\(kernels.name), \(convolution.rawValue) convolution, leaves of \(imagesPerLeaf)" }

  /// Variants that share it compute the same bits.
  var bits: String { "\(convolution), \(imagesPerLeaf)" }

  static let all = supportedKernels.flatMap { kernels in
    [
      EngineVariant(kernels: kernels, convolution: .direct), EngineVariant(kernels: kernels, convolution: .winograd),
      // So many tiles that the gradients of all kernels are computed by them.
      EngineVariant(kernels: kernels, convolution: .winograd, imagesPerLeaf: 64),
    ]
  }

  /// How the reference allows for it.
  var pass: ReferencePass { ReferencePass(winogradError: convolution == .direct ? 0 : WinogradError.largest) }

  /// What the program takes where nothing else is asked for.
  static let standard = EngineVariant(kernels: supportedKernels[0], convolution: .auto)

  private static let supportedKernels = KernelRegistry.tested.map(\.kernels)
}
