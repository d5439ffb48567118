import Benchmarks
import CounterRandom
import KernelInterface

/// A kernel whose speed memory limits, so that it is measured in bytes per second.
struct MemoryBenchmark {
  private let name: String
  private let floats: Int
  /// Bytes that a call has to read and to write.
  private let bytes: Int
  private let call: (any KernelSet.Type) -> Void

  /// Times a call by `kernels`.
  func measurement(_ kernels: any KernelSet.Type, _ repetition: Repetition) -> KernelMeasurement {
    KernelMeasurement(
      name: name, size: "\(floats)",
      work: Work(seconds: repetition.seconds { call(kernels) }, bytes: Double(bytes)))
  }

  /// - Parameter buffers: floats read or written for each of `floats`.
  private init(_ name: String, floats: Int, buffers: Double, _ call: @escaping (any KernelSet.Type) -> Void) {
    self.name = name
    self.floats = floats
    bytes = Int(buffers * Double(floats)) * MemoryLayout<Float>.size
    self.call = call
  }

  /// About as many floats as lab-003 has parameters: the second-level cache holds some such buffers.
  private static let parameters = 241_664
  /// The output of lab-003's first convolution, for the images of one pass.
  private static let (images, rows, channels) = (32, 26, 32)

  static var all: [MemoryBenchmark] {
    [
      adam, momentum, rmsprop, add, addToBoth, move, multiplyElements, mask, transpose, shiftImage, dropOut,
      computeBiasGradient,
      pool(backward: false),
      pool(backward: true),
    ]
  }

  private static var adam: MemoryBenchmark {
    let buffers = (0..<4).map { _ in FloatBuffer.noise(count: parameters) }
    // Second moments are means of squares.
    for index in 0..<parameters { buffers[2][index] *= buffers[2][index] }
    let step = AdamStep(
      gradient: PenalizedGradient(parameters: buffers[0].view, sum: buffers[3].view, scale: 1),
      firstMoments: buffers[1].view, secondMoments: buffers[2].view, rate: 1e-3, firstDecay: 0.1, secondDecay: 0.001,
      epsilon: 1e-7)
    return MemoryBenchmark("Adam", floats: parameters, buffers: 7) { kernels in
      withExtendedLifetime(buffers) { kernels.stepAdam(step) }
    }
  }

  private static var momentum: MemoryBenchmark {
    let buffers = (0..<3).map { _ in FloatBuffer.noise(count: parameters) }
    let step = SGDStep(
      gradient: PenalizedGradient(parameters: buffers[0].view, sum: buffers[2].view, scale: 1, penalty: 1e-4),
      velocities: buffers[1].view, rate: 1e-3, momentum: 0.9, isNesterov: true, weightDecay: 1e-6)
    return MemoryBenchmark("Nesterov's momentum", floats: parameters, buffers: 5) { kernels in
      withExtendedLifetime(buffers) { kernels.stepSGD(step) }
    }
  }

  private static var rmsprop: MemoryBenchmark {
    let buffers = (0..<3).map { _ in FloatBuffer.noise(count: parameters) }
    // Means of squares.
    for index in 0..<parameters { buffers[1][index] *= buffers[1][index] }
    let step = RMSpropStep(
      gradient: PenalizedGradient(parameters: buffers[0].view, sum: buffers[2].view, scale: 1),
      squares: buffers[1].view,
      means: nil, velocities: nil, rate: 1e-3, rho: 0.9, epsilon: 1e-7)
    return MemoryBenchmark("RMSprop", floats: parameters, buffers: 5) { kernels in
      withExtendedLifetime(buffers) { kernels.stepRMSprop(step) }
    }
  }

  private static var shiftImage: MemoryBenchmark {
    let (source, target) = (FloatBuffer.noise(count: 784), FloatBuffer(count: 784))
    return MemoryBenchmark("move and mirror 28x28", floats: 784, buffers: 2) { kernels in
      kernels.shiftImage(
        ImageShift(source.view, into: target.view, rows: 28, columns: 28, down: 1, right: 2, isMirrored: true))
    }
  }

  private static var add: MemoryBenchmark {
    let (addend, target) = (FloatBuffer.noise(count: parameters), FloatBuffer(count: parameters))
    return MemoryBenchmark("add", floats: parameters, buffers: 3) { $0.add(addend.view, to: target.view) }
  }

  private static var addToBoth: MemoryBenchmark {
    let (left, right) = (FloatBuffer.noise(count: parameters), FloatBuffer(count: parameters))
    return MemoryBenchmark("add to both", floats: parameters, buffers: 4) { $0.addToBoth(left.view, right.view) }
  }

  private static var move: MemoryBenchmark {
    let (source, target) = (FloatBuffer.noise(count: parameters), FloatBuffer(count: parameters))
    return MemoryBenchmark("move", floats: parameters, buffers: 3) { $0.move(source.view, into: target.view) }
  }

  private static var multiplyElements: MemoryBenchmark {
    let (a, b) = (FloatBuffer.noise(count: parameters), FloatBuffer.noise(count: parameters))
    let target = FloatBuffer(count: parameters)
    return MemoryBenchmark("multiply elements", floats: parameters, buffers: 3) {
      $0.multiplyElements(a.view, b.view, into: target.view)
    }
  }

  private static var mask: MemoryBenchmark {
    let (output, gradient) = (FloatBuffer.noise(count: parameters), FloatBuffer.noise(count: parameters))
    return MemoryBenchmark("mask by positive", floats: parameters, buffers: 3) {
      $0.computeRectifierGradient(gradient: gradient.view, output: output.view)
    }
  }

  private static var transpose: MemoryBenchmark {
    let (rows, columns) = (1152, 128)
    let (source, target) = (FloatBuffer.noise(count: rows * columns), FloatBuffer(count: rows * columns))
    return MemoryBenchmark("transpose \(rows)x\(columns)", floats: rows * columns, buffers: 2) {
      $0.transpose(Transposition(source.view, into: target.view, rows: rows, columns: columns))
    }
  }

  private static var dropOut: MemoryBenchmark {
    let count = 13 * 13 * 32
    let (input, output, mask) = (FloatBuffer.noise(count: count), FloatBuffer(count: count), FloatBuffer(count: count))
    let pass = DropoutKernel(
      input: input.view, output: output.view, mask: mask.view, generator: Philox(seed: 1), image: 1, epoch: 1,
      purposeAndLayer: RandomPurpose.dropout.word(layer: 1), keep: 0.75)
    return MemoryBenchmark("dropout of 13x13x32", floats: count, buffers: 3) { kernels in
      withExtendedLifetime((input, output, mask)) { kernels.dropOut(pass) }
    }
  }

  private static var computeBiasGradient: MemoryBenchmark {
    let count = images * rows * rows * channels
    let (source, target, leaves) = (
      FloatBuffer.noise(count: count), FloatBuffer(count: channels), LeafTable(capacity: images)
    )
    leaves.endLeaf(before: images)
    return MemoryBenchmark("bias gradient, \(rows)x\(rows)x\(channels)", floats: count, buffers: 1) { kernels in
      kernels.computeBiasGradient(
        RowSum(
          rowsPerImage: rows * rows, columns: channels, source: source.view, target: target.view, accumulates: false,
          leaves: leaves.view))
    }
  }

  private static func pool(backward: Bool) -> MemoryBenchmark {
    let shape = Pooling.Shape(
      rows: rows, columns: rows, channels: channels, window: (2, 2), strides: (2, 2), output: (rows / 2, rows / 2))
    let input = FloatBuffer.noise(count: images * shape.inputCount)
    let (output, positions) = (
      FloatBuffer(count: images * shape.outputCount), FloatBuffer(count: images * shape.outputCount)
    )
    let pooling = Pooling(
      shape, images: images, input: input.view, output: output.view, positions: positions.view)
    let name = "max-pooling 2x2 of \(rows)x\(rows)x\(channels)" + (backward ? ", backward" : "")
    // Forward reads the input, and writes values and positions of a quarter; backward reads those, and writes zeros first,
    // and then sums.
    return MemoryBenchmark(name, floats: input.count, buffers: backward ? 3.5 : 1.5) { kernels in
      withExtendedLifetime((input, output, positions)) {
        if backward { kernels.computePoolingGradient(pooling) } else { kernels.pool(pooling) }
      }
    }
  }
}

extension FloatBuffer {
  /// Seeded random numbers in −1…1.
  static func noise(count: Int) -> FloatBuffer {
    let buffer = FloatBuffer(count: count)
    let generator = Philox(seed: 2)
    for block in stride(from: 0, to: count, by: 4) {
      let words = generator.words(SIMD4(UInt32(truncatingIfNeeded: block), 0, 0, 0))
      for lane in 0..<min(4, count - block) {
        buffer[block + lane] = Float(Int32(bitPattern: words[lane])) * 0x1p-31
      }
    }
    return buffer
  }
}
