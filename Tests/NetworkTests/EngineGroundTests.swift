import Network
import Support
import Testing

/// Networks before their first step on images with empty ground, where whole regions of every layer are exactly zero and the
/// slopes of rectifiers and their kin jump: no algorithm may leave anything else there.
@Suite("Engine: empty ground")
struct EngineGroundTests {
  private static let activations: [Activation] = [.relu, .leakyReLU(slope: 0.3), .elu(alpha: 0.4)]

  private static let cases =
    activations.flatMap { activation in
      [
        EngineCase(
          "two padded convolutions with \(activation)", 14, 11, 1, conv(2), conv(3, activation), EngineCase.flatten,
          EngineCase.dense(2)),
        EngineCase(
          "three convolutions with \(activation)", 13, 13, 1, conv(3, activation), conv(2, activation),
          conv(3, activation, padding: .valid), EngineCase.flatten, EngineCase.dense(2)),
        EngineCase(
          "\(activation) behind a convolution and a smooth function", 18, 20, 1, conv(3), pool, conv(3),
          .activation(ActivationLayer(.gelu(approximate: false))), .activation(ActivationLayer(activation)),
          EngineCase.pool(2, 2, strides: (1, 1)), EngineCase.flatten, EngineCase.dense(2)),
        EngineCase(
          "pooled convolutions with \(activation)", 16, 16, 1, conv(2, activation), pool, conv(3, activation), pool,
          EngineCase.flatten, EngineCase.dense(2)),
      ]
    }

  @Test("gradients are those of the formulas, kinks at zero included", arguments: cases)
  func gradients(engineCase: EngineCase) throws {
    let sample = try EngineSample(onEmptyGround: engineCase)
    for variant in EngineVariant.all {
      let gradient = sample.gradient(variant.pass)
      let runner = EngineRunner(sample.architecture, variant, parameters: sample.parameters)
      let found = runner.tensors(of: runner.leaf(sample.images).gradient)
      for (tensor, placement) in runner.network.layout.tensors.enumerated() {
        #expect(
          firstDeviation(found[tensor], from: gradient[tensor].map(\.expected)) == nil, "\(variant), \(placement.name)")
      }
    }
  }

  private static func conv(_ filters: Int, _ activation: Activation = .linear, padding: Padding = .same) -> LayerKind {
    EngineCase.conv(filters, 3, 3, activation, padding: padding)
  }

  private static let pool = EngineCase.pool(2, 2)
}
