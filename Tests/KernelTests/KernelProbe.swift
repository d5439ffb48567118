import CounterRandom
import KernelInterface
import Support
import Testing

/// One kernel on fixed random data: every float that it writes.
struct KernelProbe: Sendable, CustomTestStringConvertible {
  let name: String
  let run: @Sendable (any KernelSet.Type) -> [Float]

  var testDescription: String { name }

  /// A probe for each requirement of ``KernelSet`` but `multiplyAddPeak`, which uses as many numbers as a set has registers.
  static let all: [KernelProbe] =
    products + convolutions + [
      KernelProbe(name: "pool") { kernels in
        PoolingCase.all.flatMap { pooling in
          let found = pooling.maxima(by: kernels, input: numbers(pooling.reference.inputCount))
          return found.values + found.positions
            + pooling.means(by: kernels, input: numbers(pooling.reference.inputCount))
        }
      },
      KernelProbe(name: "computePoolingGradient") { kernels in
        PoolingCase.all.flatMap { pooling in
          let gradient = numbers(pooling.reference.outputCount, seed: 21)
          let winners = pooling.reference.maxima(of: numbers(pooling.reference.inputCount)).positions
          return [winners, nil].flatMap {
            pooling.inputGradient(by: kernels, positions: $0, outputGradient: gradient)
          }
        }
      },
      KernelProbe(name: "normalizeLeaves and computeNormalizationGradient") { kernels in
        NormalizationCase.all.flatMap { normalization in
          let found = normalization.result(by: kernels)
          return found.output + found.statistics + found.inputGradient + found.targets.joined()
        }
      },
      KernelProbe(name: "scaleChannels") { kernels in
        written(to: numbers(480)) { target in
          withOperand(numbers(48, seed: 21)) { scale in
            withOperand(numbers(48, seed: 22)) { shift in
              kernels.scaleChannels(
                ChannelScaling(
                  rows: 10, channels: 48, input: target, output: target, scale: scale, shift: shift, rectifies: true))
            }
          }
        }
      },
      KernelProbe(name: "activate and computeActivationGradient") { kernels in
        ActivationCase.all.flatMap { activation in
          let input = ElementaryTests.arguments
          let found = activation.result(
            by: kernels, input: input, outputGradient: numbers(input.count, seed: 21))
          return found.output + found.inputGradient
        }
      },
      KernelProbe(name: "computeBiasGradient") { kernels in
        written(to: numbers(112)) { target in
          let source = GuardedFloats(numbers(112 * 676))
          LeafTable.with(sizes: [4, 4, 5]) { leaves in
            kernels.computeBiasGradient(
              RowSum(
                rowsPerImage: 52, columns: 112, source: source.view, target: target, accumulates: true,
                leaves: leaves))
          }
          #expect(source.overrun == nil)
        }
      },
      KernelProbe(name: "computeRectifierGradient") { kernels in
        written(to: numbers(1600)) { target in
          withOperand(numbers(1600, seed: 21)) { kernels.computeRectifierGradient(gradient: target, output: $0) }
        }
      },
      KernelProbe(name: "add") { kernels in
        written(to: numbers(1601)) { target in
          withOperand(numbers(1601, seed: 21)) { kernels.add($0, to: target) }
        }
      },
      KernelProbe(name: "addToBoth") { kernels in
        written(to: numbers(1600)) { target in
          withOperand(numbers(1600, seed: 21)) { kernels.addToBoth($0, target) }
        }
      },
      KernelProbe(name: "move") { kernels in
        written(to: numbers(1600)) { target in
          withOperand(numbers(1600, seed: 21)) { kernels.move($0, into: target) }
        }
      },
      KernelProbe(name: "stepAdam") { kernels in
        AdamState.Regularization.all.reduce(into: AdamState.random(1600, seed: 22)) { state, regularization in
          state = state.stepped(by: kernels, regularization)
        }.all
      },
      KernelProbe(name: "stepRMSprop") { kernels in
        RMSpropCase.all.flatMap { $0.stepped(by: kernels, RMSpropState.random(1600, seed: 26)).all }
      },
      KernelProbe(name: "stepSGD") { kernels in
        SGDCase.all.flatMap { $0.stepped(by: kernels, SGDState.random(1600, seed: 24)).all }
      },
      KernelProbe(name: "sumSquares") { kernels in
        let (parameters, sum) = (GuardedFloats(numbers(1600)), GuardedFloats(numbers(1600, seed: 21)))
        let bits = kernels.sumSquares(
          PenalizedGradient(parameters: parameters.view, sum: sum.view, scale: 0.3, penalty: 0.7)
        ).bitPattern
        return [Float(bitPattern: UInt32(bits >> 32)), Float(bitPattern: UInt32(truncatingIfNeeded: bits))]
      },
      KernelProbe(name: "blend") { kernels in
        written(to: numbers(1600)) { target in
          withOperand(numbers(1600, seed: 21)) { kernels.blend($0, share: 0.3, into: target, keeping: 0.7) }
        }
      },
      KernelProbe(name: "dropOut") { kernels in
        let reference = ReferenceDropout(
          generator: Philox(seed: 23), image: 5, epoch: 6, purposeAndLayer: 7, keep: 0.6)
        let found = reference.dropped(by: kernels, input: numbers(1616))
        return found.output + found.mask
      },
      KernelProbe(name: "multiplyElements") { kernels in
        written(to: numbers(1600)) { target in
          withOperand(numbers(1600, seed: 21)) { kernels.multiplyElements(target, $0, into: target) }
        }
      },
      KernelProbe(name: "transpose") { kernels in
        written(to: numbers(33 * 47)) { target in
          withOperand(numbers(33 * 47, seed: 21)) {
            kernels.transpose(Transposition($0, into: target, rows: 33, columns: 47))
          }
        }
      },
      KernelProbe(name: "normalize") { kernels in
        written(to: numbers(256)) { kernels.normalize(bytes: Array(0...UInt8.max).span, into: $0) }
      },
      KernelProbe(name: "shiftImage") { kernels in
        written(to: numbers(784)) { target in
          withOperand(numbers(784, seed: 21)) {
            kernels.shiftImage(
              ImageShift($0, into: target, rows: 28, columns: 28, down: 2, right: -1, isMirrored: true))
          }
        }
      },
    ]

  /// `multiply` with every finish, on shapes that use every tile, and on the layers of lab-001.
  private static var products: [KernelProbe] {
    StridedProduct.Finish.all.flatMap { finish in
      [16, 32, 48, 64, 80, 96, 112, 128].map { columns in
        probe(.matrix(rows: 31, columns: columns, depth: 577), "multiply, \(columns) columns, \(finish)", finish)
      }
    }
      + ConvolutionLayer.all.flatMap { layer in
        [
          probe(layer.forward, "multiply, \(layer.name), forward", .addBiasAndRectify),
          probe(layer.kernelGradient, "multiply, \(layer.name), kernel gradient", .accumulate),
        ]
      }
      + ProductPartTests.cases.map { part in
        probe(part.product, "multiply, \(part.testDescription)", .addBias)
      }
      + LeafProductTests.cases.map { leafCase in
        KernelProbe(name: "multiply, \(leafCase.testDescription)") { kernels in
          leafCase.product.computed(
            by: kernels, from: .fractions(for: leafCase.product), finish: .accumulate, leaves: leafCase.leaves)
        }
      }
      + ConvolutionLayer.all.dropFirst().map { layer in
        KernelProbe(name: "multiply, \(layer.name), input gradient") { kernels in
          layer.inputGradient(
            by: kernels, kernel: numbers(layer.convolution.kernelCount),
            outputGradient: numbers(layer.convolution.outputCount, seed: 21))
        }
      }
  }

  private static func probe(
    _ product: ReferenceProduct, _ name: String, _ finish: StridedProduct.Finish
  ) -> KernelProbe {
    KernelProbe(name: name) { product.computed(by: $0, from: .fractions(for: product), finish: finish) }
  }

  private static func numbers(_ count: Int, seed: UInt64 = 20) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return generator.floats(count)
  }

  /// What `body` makes of `values`.
  private static func written(to values: [Float], _ body: (FloatView) -> Void) -> [Float] {
    let target = GuardedFloats(values)
    body(target.view)
    #expect(target.overrun == nil)
    return target.array
  }

  private static func withOperand(_ values: [Float], _ body: (FloatView) -> Void) { _ = written(to: values, body) }
}
