import KernelInterface
import Kernels
import Network

/// A way to compute: a kernel set that this CPU runs, and an algorithm for convolutions.
struct EngineVariant: Sendable, CustomStringConvertible {
  let kernels: any KernelSet.Type
  let convolution: ConvolutionAlgorithm

  var description: String { "\(kernels.name), \(convolution.rawValue) convolution" }

  static let all = supportedKernels.flatMap { kernels in
    [ConvolutionAlgorithm.direct, .winograd].map { EngineVariant(kernels: kernels, convolution: $0) }
  }

  /// What the program takes where nothing else is asked for.
  static let standard = EngineVariant(kernels: supportedKernels[0], convolution: .auto)

  private static let supportedKernels = KernelRegistry.all.filter(\.isSupported).map(\.kernels)
}
