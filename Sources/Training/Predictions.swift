import Collectives
import Encodings

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
      let start = LittleEndian.words(in: bytes, 0..<8).reduce(0) { $0 + Int($1) }
      labels.replaceSubrange(start..<start + images, with: bytes[8..<8 + images])
      probabilities.replaceSubrange(
        start * classes..<(start + images) * classes, with: LittleEndian.floats(in: bytes, 8 + images..<bytes.count))
    }
    return Predictions(classes: classes, labels: labels, probabilities: probabilities)
  }

  // The first image's place in 64 bits, the labels, and the bits of the probabilities; least significant byte first.
  private func encoded(_ first: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    LittleEndian.append(count == 0 ? 0 : UInt64(first), to: &bytes)
    bytes += labels
    LittleEndian.append(probabilities, to: &bytes)
    return bytes
  }
}
