/// How often images of each class were taken for each class.
package struct ConfusionMatrix: Equatable, Sendable {
  /// Rows are the classes that images have, columns those that were predicted.
  package let counts: [[Int]]

  /// - Precondition: there are as many predictions as labels, all of them below `classes`.
  package init(classes: Int, labels: [Int], predicted: [Int]) {
    precondition(labels.count == predicted.count, "every image has a label and a prediction")
    var counts = Array(repeating: Array(repeating: 0, count: classes), count: classes)
    for (label, prediction) in zip(labels, predicted) { counts[label][prediction] += 1 }
    self.counts = counts
  }

  /// The number of classes.
  package var classes: Int { counts.count }
  /// The number of images.
  package var images: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }
  /// The number of images whose class was predicted.
  package var correct: Int { (0..<classes).reduce(0) { $0 + counts[$1][$1] } }

  /// Images that have class `index`.
  func support(_ index: Int) -> Int { counts[index].reduce(0, +) }
  /// Images for which class `index` was predicted.
  func predictions(_ index: Int) -> Int { counts.reduce(0) { $0 + $1[index] } }

  /// The matrix as Python prints scikit-learn's `confusion_matrix`, an array of NumPy's, without a final newline.
  package var text: String {
    let width = counts.joined().map { "\($0)".count }.max() ?? 1
    let rows = counts.map { row in
      "[" + row.map { String(repeating: " ", count: width - "\($0)".count) + "\($0)" }.joined(separator: " ") + "]"
    }
    return "[" + rows.joined(separator: "\n ") + "]"
  }
}
