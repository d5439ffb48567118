/// One of the two halves of the data set.
package enum DatasetPart: CaseIterable, Sendable {
  case training
  case test

  /// The name of the file of images, without `.gz`.
  package var imagesFileName: String { "\(prefix)-images-idx3-ubyte" }
  /// The name of the file of labels, without `.gz`.
  package var labelsFileName: String { "\(prefix)-labels-idx1-ubyte" }
  /// Both names.
  package var fileNames: [String] { [imagesFileName, labelsFileName] }

  private var prefix: String { self == .training ? "train" : "t10k" }
}
