extension Architecture {
  /// Throws unless every number of so many images, in every layer, has an offset of 31 bits: kernels address by such.
  ///
  /// An architecture that exists has passed it for one image.
  package func requireOffsets(imagesAtOnce images: Int) throws(ArchitectureError) {
    for layer in layers { try layer.requireOffsets(imagesAtOnce: images) }
  }
}

extension Layer {
  /// Channels lie in memory in whole vectors of so many.
  private static let lanes = 16

  /// Throws unless every number of so many images, before the layer and behind it, has an offset of 31 bits.
  func requireOffsets(imagesAtOnce images: Int) throws(ArchitectureError) {
    let window = kind.window
    for shape in [inputShape, outputShape] {
      let channels = ((shape.last ?? 1) + Self.lanes - 1) / Self.lanes * Self.lanes
      // An axis with the window's margin on it.
      let axes = zip(shape.dropLast(), [window.rows, window.columns]).map { $0 + $1 }
      let (count, overflows) = (axes + [channels]).reduce((images, false)) { product, axis in
        let (next, isTooLarge) = product.0.multipliedReportingOverflow(by: axis)
        return (next, product.1 || isTooLarge)
      }
      guard !overflows, count <= Int(Int32.max) else {
        throw ArchitectureError(
          field: "shape", found: "\(shape)" + (images == 1 ? "" : " of \(images) images at once"),
          supported: "at most \(Int32.max) numbers in memory, where channels are multiples of \(Self.lanes)"
            + (images == 1 ? "" : ": use a smaller --batch-size, or more --shards")
        ).inLayer(named: name, className: className)
      }
    }
  }
}

extension LayerKind {
  /// The window of a layer that has one; one number elsewhere.
  fileprivate var window: WindowSize {
    switch self {
    case .convolution2D(let layer): layer.kernelSize
    case .pooling2D(let layer): layer.poolSize
    default: WindowSize(rows: 1, columns: 1)
    }
  }
}
