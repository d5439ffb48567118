import Support

extension KernelProbe {
  /// The kernels that pool what they convolve, and those that filter by tiles.
  static var convolutions: [KernelProbe] {
    (PooledConvolutionCase.first + PooledConvolutionCase.blank).map { pooled in
      KernelProbe(name: "listWindows, convolveAndPool and computeOneChannelKernelGradient, \(pooled.name)") { kernels in
        let found = pooled.forward(by: kernels, rectifies: true, skipsBlank: true)
        return found.output + found.winners + pooled.oneChannelGradient(by: kernels)
      }
    }
      + (PooledConvolutionCase.later + PooledConvolutionCase.grouped).map { pooled in
        KernelProbe(name: "convolveAndPool and computeSparseGradient, \(pooled.name)") { kernels in
          let (found, gradients) = (
            pooled.forward(by: kernels, rectifies: true), pooled.sparseGradients(by: kernels)
          )
          return found.output + found.winners + gradients.kernel + gradients.input
        }
      }
      + WinogradTests.cases.map { pooled in
        KernelProbe(name: "transformPooledWinogradKernel and convolveAndPoolByWinograd, \(pooled.name)") { kernels in
          let found = pooled.forwardByWinograd(by: kernels, rectifies: true)
          return found.output + found.winners
        }
      }
      + TileConvolutionCase.natural.map { tiled in
        KernelProbe(
          name:
            "transformWinogradKernel, convolveByWinograd, computeWinogradInputGradient and computeWinogradKernelGradient, \(tiled.testDescription)"
        ) { kernels in
          let images = 0..<tiled.reference.images
          let transformed = tiled.transformedKernels(by: kernels)
          return transformed.forward + transformed.backward + tiled.output(by: kernels, images: images)
            + tiled.inputGradient(by: kernels, images: images)
            + tiled.kernelGradient(by: kernels, leaves: tiled.leaves)
        }
      }
  }
}
