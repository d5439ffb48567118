import Benchmarks
import KernelInterface

/// The general strided product on one shape, as a layer uses it.
struct ProductBenchmark {
  private let name: String
  private let rows: [Int]
  private let columns: Int
  /// The lengths of the three loops, innermost first, and what they move in A and B.
  private let loops: [ProductShape.Loop]
  /// The images of each leaf over which the outer loop runs; nil for one sum over all of it.
  private var imagesPerLeaf: Int?

  /// A matrix product: A `[rows, depth]`, B `[depth, columns]`.
  static func matrix(_ name: String, rows: Int, columns: Int, depth: Int) -> ProductBenchmark {
    ProductBenchmark(
      name: name, rows: (0..<rows).map { $0 * depth }, columns: columns,
      loops: [.init(count: depth, a: 1, b: columns), .once, .once])
  }

  /// The kernel's gradient of a dense layer over some images.
  static func denseGradient(inputs: Int, outputs: Int, images: Int, imagesPerLeaf: Int) -> ProductBenchmark {
    ProductBenchmark(
      name: "dense \(inputs) to \(outputs), weights", rows: Array(0..<inputs), columns: outputs,
      loops: [.once, .once, .init(count: images, a: inputs, b: outputs)], imagesPerLeaf: imagesPerLeaf)
  }

  /// The forward pass of a valid convolution over some images of `size` pixels each way.
  static func forward(images: Int, size: Int, kernel: Int, inputs: Int, outputs: Int) -> ProductBenchmark {
    let (output, run) = (size - kernel + 1, kernel * inputs)
    let pixels = (0..<images * output * output).map { pixel in
      let (line, x) = pixel.quotientAndRemainder(dividingBy: output)
      let (image, y) = line.quotientAndRemainder(dividingBy: output)
      return ((image * size + y) * size + x) * inputs
    }
    return ProductBenchmark(
      name: title(size, kernel, inputs, outputs) + ", forward", rows: pixels, columns: outputs,
      loops: [
        .init(count: run, a: 1, b: outputs), .init(count: kernel, a: size * inputs, b: run * outputs), .once,
      ])
  }

  /// The kernel's gradient of the same convolution.
  static func weightGradient(
    images: Int, size: Int, kernel: Int, inputs: Int, outputs: Int, imagesPerLeaf: Int = 4
  ) -> ProductBenchmark {
    let output = size - kernel + 1
    let patch = (0..<kernel * kernel * inputs).map { element in
      let (y, rest) = element.quotientAndRemainder(dividingBy: kernel * inputs)
      return y * size * inputs + rest
    }
    return ProductBenchmark(
      name: title(size, kernel, inputs, outputs) + ", weights", rows: patch, columns: outputs,
      loops: [
        .init(count: output, a: inputs, b: outputs), .init(count: output, a: size * inputs, b: output * outputs),
        .init(count: images, a: size * size * inputs, b: output * output * outputs),
      ], imagesPerLeaf: imagesPerLeaf)
  }

  private static func title(_ size: Int, _ kernel: Int, _ inputs: Int, _ outputs: Int) -> String {
    "\(kernel)x\(kernel) on \(size)x\(size)x\(inputs) to \(outputs)"
  }

  /// Times the product by `kernels`.
  func measurement(_ kernels: any KernelSet.Type, _ repetition: Repetition) -> KernelMeasurement {
    let reach = loops.reduce((a: rows.max() ?? 0, b: 0)) { reach, loop in
      (reach.a + (loop.count - 1) * loop.a, reach.b + (loop.count - 1) * loop.b)
    }
    let (a, b) = (FloatBuffer.noise(count: reach.a + 1), FloatBuffer.noise(count: reach.b + columns))
    let c = FloatBuffer(count: rows.count * columns)
    let (aOffsets, cOffsets) = (IndexTable(rows), IndexTable(rows.indices.map { $0 * columns }))
    let shape = ProductShape(
      rows: rows.count, columns: columns, depth: loops[0], inner: loops[1], outer: loops[2], aOffsets: aOffsets.view,
      cOffsets: cOffsets.view)
    let leaves = imagesPerLeaf.map { LeafTable(images: loops[2].count, imagesPerLeaf: $0) }
    let product = StridedProduct(
      shape, a: a.view, b: b.view, c: c.view, finish: .store, leaves: leaves?.view)
    let depth = loops.reduce(1) { $0 * $1.count }
    let seconds = withExtendedLifetime((a, b, c, aOffsets, cOffsets, leaves)) {
      repetition.seconds { kernels.multiply(product) }
    }
    return KernelMeasurement(
      name: name, size: "\(rows.count)x\(columns)x\(depth)",
      work: Work(seconds: seconds, flops: 2 * Double(rows.count * columns * depth)))
  }

  /// Typical and awkward shapes: columns that are not four vectors, odd numbers of rows, short sums.
  static let all: [ProductBenchmark] = [
    .forward(images: 32, size: 28, kernel: 3, inputs: 1, outputs: 32),
    .weightGradient(images: 32, size: 28, kernel: 3, inputs: 1, outputs: 32),
    .forward(images: 32, size: 28, kernel: 7, inputs: 1, outputs: 16),
    .weightGradient(images: 32, size: 28, kernel: 7, inputs: 1, outputs: 16),
    .forward(images: 32, size: 28, kernel: 3, inputs: 3, outputs: 32),
    .forward(images: 32, size: 13, kernel: 5, inputs: 32, outputs: 32),
    .weightGradient(images: 32, size: 13, kernel: 5, inputs: 32, outputs: 32),
    .forward(images: 32, size: 13, kernel: 3, inputs: 32, outputs: 64),
    .weightGradient(images: 32, size: 13, kernel: 3, inputs: 32, outputs: 64),
    .forward(images: 32, size: 12, kernel: 3, inputs: 48, outputs: 48),
    .weightGradient(images: 32, size: 12, kernel: 3, inputs: 48, outputs: 48),
    .forward(images: 32, size: 7, kernel: 3, inputs: 128, outputs: 128),
    .weightGradient(images: 32, size: 7, kernel: 3, inputs: 128, outputs: 128),
    .matrix("dense 1152 to 128, forward", rows: 32, columns: 128, depth: 1152),
    .denseGradient(inputs: 1152, outputs: 128, images: 32, imagesPerLeaf: 4),
    .matrix("dense 784 to 112, forward", rows: 32, columns: 112, depth: 784),
    .denseGradient(inputs: 784, outputs: 112, images: 32, imagesPerLeaf: 4),
    .matrix("dense 128 to 16, forward", rows: 32, columns: 16, depth: 128),
    .matrix("odd rows, 16 columns", rows: 97, columns: 16, depth: 256),
    .matrix("odd rows, 32 columns", rows: 97, columns: 32, depth: 256),
    .matrix("odd rows, 48 columns", rows: 97, columns: 48, depth: 256),
    .matrix("odd rows, 64 columns", rows: 97, columns: 64, depth: 256),
    .matrix("tiles of 64 to 64 channels", rows: 48, columns: 64, depth: 64),
    .matrix("tiles of 128 to 128 channels", rows: 48, columns: 128, depth: 128),
    .matrix("one row", rows: 1, columns: 64, depth: 1024),
  ]
}

extension LeafTable {
  /// Leaves of so many images each; the last may have fewer.
  convenience init(images: Int, imagesPerLeaf: Int) {
    self.init(capacity: images)
    for image in 1...images where image.isMultiple(of: imagesPerLeaf) || image == images { endLeaf(before: image) }
  }
}
