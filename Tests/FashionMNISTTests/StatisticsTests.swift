import FashionMNIST
import Support
import Testing

/// What is counted in images.
@Suite("Statistics")
struct StatisticsTests {
  @Test("mean, standard deviation and black pixels are those of NumPy")
  func histogram() {
    let histogram = PixelHistogram([0, 0, 255, 51])
    #expect(histogram.total == 4)
    #expect((histogram.counts[0], histogram.counts[51], histogram.counts[255]) == (2, 1, 1))
    #expect(histogram.mean == 0.3)
    // √((0.09 + 0.09 + 0.49 + 0.01) / 4)
    #expect(abs(histogram.standardDeviation - 0.17.squareRoot()) < 1e-15)
    #expect(histogram.zeroShare == 0.5)
  }

  @Test("equal pixels do not deviate, and no pixels have no mean")
  func extremes() {
    let white = PixelHistogram([UInt8](repeating: 255, count: 100_000))
    #expect((white.mean, white.standardDeviation, white.zeroShare) == (1, 0, 0))
    let none = PixelHistogram([])
    #expect((none.mean, none.standardDeviation, none.zeroShare) == (0, 0, 0))
  }

  @Test("a class has its images, and their rounded mean")
  func classes() throws {
    let folder = try ScratchFolder()
    let sample = SampleFiles(count: 20, rows: 5, columns: 3)
    try sample.write(.test, in: folder)
    let images = try DatasetLocation(folder.root).source(.test).load([0..<20]).sets[0]
    let classes = ClassStatistics.all(of: images, classes: 11)
    #expect(classes.map(\.label) == Array(0..<11))
    #expect(classes.map(\.count).reduce(0, +) == 20)
    for one in classes.prefix(10) {
      #expect(one.positions == (0..<20).filter { Int(sample.label(of: $0)) == one.label })
      let mean = (0..<15).map { pixel in
        let sum = one.positions.reduce(0) { $0 + Int(sample.pixels(of: $1)[pixel]) }
        return UInt8((Double(sum) / Double(one.count)).rounded())
      }
      #expect(one.meanPixels == mean)
    }
    #expect(classes[10].positions == [])
    #expect(classes[10].meanPixels == [UInt8](repeating: 0, count: 15))
  }

  @Test("labels beyond ten classes are data to look at, not to train on")
  func anyLabel() throws {
    let folder = try ScratchFolder()
    let sample = SampleFiles()
    var labels = sample.labels
    labels[8 + 3] = 46
    let source = try ImageSource(
      part: .training, images: folder.writeFile(sample.images, "images"), labels: folder.writeFile(labels, "labels"))
    #expect(try source.load([0..<20], accepting: .any).sets[0].labels.max() == 46)
    expectDataError(.badData, "label 46 of image 3, expected 0 to 9") { _ = try source.load([0..<20]) }
  }
}
