import Collectives

/// What a network says of images, in their order: a probability for every class.
package struct Predictions: Equatable, Sendable {
  /// The number of classes, at least 1.
  package let classes: Int
  /// The classes that the images have.
  package let labels: [UInt8]
  /// Image after image, class after class; `labels.count` × `classes` numbers.
  package let probabilities: [Float]

  /// - Precondition: there are `classes` probabilities for each label.
  package init(classes: Int, labels: [UInt8], probabilities: [Float]) {
    precondition(probabilities.count == labels.count * classes, "every image has a probability for every class")
    self.classes = classes
    self.labels = labels
    self.probabilities = probabilities
  }

  /// The number of images.
  package var count: Int { labels.count }

  /// The probabilities of one image.
  package subscript(image: Int) -> ArraySlice<Float> { probabilities[image * classes..<(image + 1) * classes] }

  /// The most probable class of an image; the first of several, as with NumPy's argmax.
  package func predictedClass(_ image: Int) -> Int {
    let row = self[image]
    var best = row.startIndex
    for index in row.indices where row[index] > row[best] { best = index }
    return best - row.startIndex
  }

  /// Throws ``TrainingError`` unless all probabilities are numbers.
  package func requireFinite() throws(TrainingError) {
    guard let index = probabilities.firstIndex(where: { !$0.isFinite }) else { return }
    throw .outputIsNotFinite(image: index / classes)
  }

  /// The predictions of all ranks, each of which has those of its own images. Collective.
  ///
  /// - Parameters:
  ///   - first: the place of this rank's first image among all.
  ///   - count: the number of images of all ranks.
  func gathered(
    from first: Int, of count: Int, _ communicator: any Communicator
  ) throws(CommunicationError) -> Predictions {
    var labels = [UInt8](repeating: 0, count: count)
    var probabilities = [Float](repeating: 0, count: count * classes)
    for bytes in try communicator.gatherBytes(encoded(first)) {
      let rowBytes = 1 + 4 * classes
      let images = (bytes.count - 8) / rowBytes
      let start = Int((0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[$1]) << (8 * UInt64($1)) })
      labels.replaceSubrange(start..<start + images, with: bytes[8..<8 + images])
      for index in 0..<images * classes {
        let offset = 8 + images + 4 * index
        let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
        probabilities[start * classes + index] = Float(bitPattern: bits)
      }
    }
    return Predictions(classes: classes, labels: labels, probabilities: probabilities)
  }

  // The first image's place in 64 bits, the labels, and the bits of the probabilities; least significant byte first.
  private func encoded(_ first: Int) -> [UInt8] {
    let place = (0..<8).map { UInt8(truncatingIfNeeded: UInt64(first) >> (8 * UInt64($0))) }
    let numbers = probabilities.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
    }
    return count == 0 ? [UInt8](repeating: 0, count: 8) : place + labels + numbers
  }
}
