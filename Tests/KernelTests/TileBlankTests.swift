import KernelInterface
import Kernels
import Support
import Testing

/// Transforms mix the pixels of a tile, but what the definition sums over zeros alone is no rounding error.
///
/// An activation's slope may jump at zero, where layers begin that have no bias yet.
@Suite("Winograd convolution in tiles: blanks")
struct TileBlankTests {
  @Test("a window of zeros has exactly the bias", arguments: TileConvolutionCase.spotted)
  func output(tiled: TileConvolutionCase) {
    let (blank, outputs) = (tiled.blankOutputs, tiled.reference.outputs)
    for kernels in KernelRegistry.tested.map(\.kernels) {
      for rectifies in [false, true] {
        let found = tiled.output(by: kernels, images: 0..<tiled.reference.images, rectifies: rectifies)
        let wrong = found.indices.first { index in
          let bias = tiled.bias[index % outputs]
          return blank[index / outputs] && found[index] != (rectifies ? max(bias, 0) : bias)
        }
        #expect(wrong == nil, "\(kernels.name), rectifies: \(rectifies)")
      }
    }
  }

  @Test("a pixel whose outputs have no gradient has none", arguments: TileConvolutionCase.spotted)
  func inputGradient(tiled: TileConvolutionCase) {
    let (unreached, inputs) = (tiled.unreachedInputs, tiled.reference.inputs)
    for kernels in KernelRegistry.tested.map(\.kernels) {
      let found = tiled.inputGradient(by: kernels, images: 0..<tiled.reference.images)
      let wrong = found.indices.first { unreached[$0 / inputs] && found[$0] != 0 }
      #expect(wrong == nil, "\(kernels.name)")
    }
  }

  @Test("beside them sums are as close as ever", arguments: TileConvolutionCase.spotted)
  func neighbours(tiled: TileConvolutionCase) {
    let (images, output, gradient) = (
      0..<tiled.reference.images, tiled.reference.output(input: tiled.input, kernel: tiled.kernel, bias: tiled.bias),
      tiled.exactInputGradient.sums
    )
    // A single pixel is mixed into what no kernel's window pairs it with: no measure of single sums bounds that.
    let largest = tiled.kernel.reduce(0) { max($0, Double($1.magnitude)) }
    let tolerance = WinogradError.largest * 9 * largest + Double(Float.ulpOfOne)
    for kernels in KernelRegistry.tested.map(\.kernels) {
      for (found, exact) in [
        (tiled.output(by: kernels, images: images), output),
        (tiled.inputGradient(by: kernels, images: images), gradient),
      ] {
        let expected = exact.map { ExpectedValue($0.value, tolerance: tolerance) }
        #expect(firstDeviation(found, from: expected) == nil, "\(kernels.name)")
      }
    }
  }

  @Test("cases have both, side by side")
  func coverage() {
    let (blank, unreached) = (
      TileConvolutionCase.spotted.flatMap(\.blankOutputs), TileConvolutionCase.spotted.flatMap(\.unreachedInputs)
    )
    for flags in [blank, unreached] {
      let share = Double(flags.count { $0 }) / Double(flags.count)
      #expect((0.2...0.8).contains(share), "\(share) are blank")
    }
  }
}
