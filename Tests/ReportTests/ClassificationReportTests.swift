import Reports
import Testing

/// The texts of evaluation are scikit-learn's, byte for byte.
@Suite("Texts of scikit-learn")
struct ClassificationReportTests {
  @Test("the classification report", arguments: GoldenReport.all)
  func report(golden: GoldenReport) {
    #expect(ClassificationReport(golden.confusion, names: golden.names).text == golden.report)
  }

  @Test("the confusion matrix", arguments: GoldenReport.all)
  func matrix(golden: GoldenReport) {
    #expect(golden.confusion.counts == golden.counts)
    #expect(golden.confusion.text == golden.matrix)
  }
}
