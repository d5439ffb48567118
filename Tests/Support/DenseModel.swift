/// A small model in Keras' JSON, for tests of what fits a data set and a machine.
package struct DenseModel {
  private let rows: Int
  private let classes: Int
  private let hiddenLayers: Int
  /// A convolution in front, behind which numbers are averaged.
  private let filters: Int?

  /// - Parameters:
  ///   - rows: of an image, whose columns are 28.
  ///   - classes: units of the last layer.
  ///   - hiddenLayers: layers of one unit each before it.
  ///   - filters: of a convolution before everything; nil for none.
  package init(rows: Int = 28, classes: Int = 10, hiddenLayers: Int = 0, filters: Int? = nil) {
    (self.rows, self.classes, self.hiddenLayers, self.filters) = (rows, classes, hiddenLayers, filters)
  }

  /// What `to_json()` gives.
  package var json: String {
    let first =
      filters.map {
        [
          Self.layer("Conv2D", #""name": "conv", "filters": \#($0), "kernel_size": [3, 3], "padding": "same""#),
          Self.layer("GlobalAveragePooling2D", #""name": "mean""#),
        ]
      } ?? [Self.layer("Flatten", #""name": "flatten""#)]
    let hidden = (0..<hiddenLayers).map { Self.layer("Dense", #""name": "d\#($0)", "units": 1"#) }
    let last = Self.layer("Dense", #""name": "out", "units": \#(classes), "activation": "softmax""#)
    let input = Self.layer("InputLayer", #""name": "image", "batch_shape": [null, \#(rows), 28, 1]"#)
    let layers = ([input] + first + hidden + [last]).joined(separator: ", ")
    return #"{"class_name": "Sequential", "config": {"name": "dense", "layers": [\#(layers)]}}"#
  }

  private static func layer(_ name: String, _ fields: String) -> String {
    #"{"class_name": "\#(name)", "config": {\#(fields)}}"#
  }
}
