import Reports

/// What scikit-learn prints of a confusion matrix, as `Scripts/report-golden.py` has it.
struct GoldenReport: Sendable {
  let names: [String]
  let counts: [[Int]]
  /// `classification_report`.
  let report: String
  /// `confusion_matrix`, printed.
  let matrix: String

  /// The matrix, from a label and a prediction for each image.
  var confusion: ConfusionMatrix {
    var (labels, predicted): ([Int], [Int]) = ([], [])
    for (label, row) in counts.enumerated() {
      for (prediction, count) in row.enumerated() {
        labels += Array(repeating: label, count: count)
        predicted += Array(repeating: prediction, count: count)
      }
    }
    return ConfusionMatrix(classes: counts.count, labels: labels, predicted: predicted)
  }

  static let all = [fashion, neverPredicted, absent]

  static let fashion = GoldenReport(
    names: ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
    counts: [
      [868, 0, 17, 13, 3, 1, 91, 0, 7, 0],
      [2, 977, 1, 14, 3, 0, 2, 0, 1, 0],
      [16, 0, 869, 7, 54, 0, 54, 0, 0, 0],
      [15, 4, 8, 925, 25, 0, 23, 0, 0, 0],
      [1, 0, 63, 27, 854, 0, 54, 0, 1, 0],
      [0, 0, 0, 0, 0, 977, 0, 18, 0, 5],
      [116, 0, 66, 27, 85, 0, 698, 0, 8, 0],
      [0, 0, 0, 0, 0, 6, 0, 979, 0, 15],
      [4, 1, 2, 4, 2, 2, 3, 4, 978, 0],
      [1, 0, 0, 0, 0, 5, 0, 47, 0, 947],
    ],
    report: """
                    precision    recall  f1-score   support

       T-shirt/top       0.85      0.87      0.86      1000
           Trouser       0.99      0.98      0.99      1000
          Pullover       0.85      0.87      0.86      1000
             Dress       0.91      0.93      0.92      1000
              Coat       0.83      0.85      0.84      1000
            Sandal       0.99      0.98      0.98      1000
             Shirt       0.75      0.70      0.73      1000
           Sneaker       0.93      0.98      0.96      1000
               Bag       0.98      0.98      0.98      1000
        Ankle boot       0.98      0.95      0.96      1000

          accuracy                           0.91     10000
         macro avg       0.91      0.91      0.91     10000
      weighted avg       0.91      0.91      0.91     10000

      """,
    matrix: """
      [[868   0  17  13   3   1  91   0   7   0]
       [  2 977   1  14   3   0   2   0   1   0]
       [ 16   0 869   7  54   0  54   0   0   0]
       [ 15   4   8 925  25   0  23   0   0   0]
       [  1   0  63  27 854   0  54   0   1   0]
       [  0   0   0   0   0 977   0  18   0   5]
       [116   0  66  27  85   0 698   0   8   0]
       [  0   0   0   0   0   6   0 979   0  15]
       [  4   1   2   4   2   2   3   4 978   0]
       [  1   0   0   0   0   5   0  47   0 947]]
      """)

  static let neverPredicted = GoldenReport(
    names: ["a", "b", "a long name of a class"],
    counts: [
      [5, 0, 3],
      [2, 0, 1],
      [0, 0, 4],
    ],
    report: """
                              precision    recall  f1-score   support

                           a       0.71      0.62      0.67         8
                           b       0.00      0.00      0.00         3
      a long name of a class       0.50      1.00      0.67         4

                    accuracy                           0.60        15
                   macro avg       0.40      0.54      0.44        15
                weighted avg       0.51      0.60      0.53        15

      """,
    matrix: """
      [[5 0 3]
       [2 0 1]
       [0 0 4]]
      """)

  static let absent = GoldenReport(
    names: ["0", "1", "2"],
    counts: [
      [1, 1, 0],
      [0, 199, 1],
      [0, 0, 0],
    ],
    report: """
                    precision    recall  f1-score   support

                 0       1.00      0.50      0.67         2
                 1       0.99      0.99      0.99       200
                 2       0.00      0.00      0.00         0

          accuracy                           0.99       202
         macro avg       0.67      0.50      0.55       202
      weighted avg       1.00      0.99      0.99       202

      """,
    matrix: """
      [[  1   1   0]
       [  0 199   1]
       [  0   0   0]]
      """)

}
