import KernelInterface

/// Puts images where a network reads them: normalised, mirrored, moved and erased, in the network's range.
struct ImageLoader: Sendable {
  private let kernels: any KernelSet.Type
  private let shape: ActivationShape
  /// An image before it is moved.
  private let unmoved: FloatBuffer
  /// What the network is given for each grey level; nil for the level divided by 255.
  private let values: [Float]?

  init(_ network: Network) {
    kernels = network.kernels
    // Not the first stage's, which may see all pixels in a row.
    let input = network.architecture.inputShape
    shape = .input(rows: input.rows, columns: input.columns, channels: input.channels)
    unmoved = FloatBuffer(count: shape.count)
    values = network.pixelRange.values
  }

  /// The numbers of an image.
  var count: Int { shape.count }

  /// Loads an image; one that is changed has one channel.
  ///
  /// - Parameters:
  ///   - pixels: 0…255, as many as `place` has numbers.
  ///   - transform: nil where the image stays as it is.
  func load(_ pixels: Span<UInt8>, into place: FloatView, _ transform: ImageTransform?) {
    precondition(pixels.count == count, "an image has \(pixels.count) pixels, the network takes \(count)")
    if let transform {
      load(pixels, into: place, changedBy: transform)
    } else if let values {
      for index in pixels.indices { place[index] = values[Int(pixels[index])] }
    } else {
      kernels.normalize(bytes: pixels, into: place)
    }
  }

  private func load(_ pixels: Span<UInt8>, into place: FloatView, changedBy transform: ImageTransform) {
    precondition(shape.channels == 1, "only images with one channel are transformed")
    let source = transform.keepsPlaces ? place : unmoved.view
    if values == nil {
      kernels.normalize(bytes: pixels, into: source)
    } else {
      for index in pixels.indices { source[index] = Float(pixels[index]) }
    }
    if !transform.keepsPlaces {
      kernels.shiftImage(
        ImageShift(
          source, into: place, rows: shape.rows, columns: shape.columns, down: transform.down,
          right: transform.right, isMirrored: transform.isMirrored))
    }
    ImageErasing(in: place, columns: shape.columns, levelsPerUnit: values == nil ? 255 : 1).erase(transform)
    // Levels come last to the network's range: black is zero until then, where an image is moved or erased.
    if let values {
      for index in pixels.indices { place[index] = values[Int(place[index])] }
    }
  }
}
