import Reports
import Testing

/// Where the ticks and lines of charts are.
@Suite("Charts")
struct ChartTests {
  @Test(
    "ticks are at round numbers around the data",
    arguments: [
      (0.2238...0.5537, [0.2, 0.3, 0.4, 0.5, 0.6], ["0.2", "0.3", "0.4", "0.5", "0.6"]),
      (
        0.906...0.9159, [0.906, 0.908, 0.91, 0.912, 0.914, 0.916],
        ["0.906", "0.908", "0.910", "0.912", "0.914", "0.916"]
      ),
      (0...1, [0, 0.2, 0.4, 0.6, 0.8, 1], ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      (-30...70, [-40, -20, 0, 20, 40, 60, 80], ["−40", "−20", "0", "20", "40", "60", "80"]),
      (0.3...0.3, [0.26, 0.28, 0.3, 0.32, 0.34], ["0.26", "0.28", "0.30", "0.32", "0.34"]),
    ])
  func ticks(range: ClosedRange<Double>, values: [Double], labels: [String]) {
    let ticks = AxisTicks(range)
    #expect(ticks.labels == labels)
    #expect(ticks.values.count == values.count)
    for (tick, value) in zip(ticks.values, values) { #expect((tick - value).magnitude < 1e-12) }
  }

  @Test("ticks of any range are few, enclose it, and are of even distance")
  func anyRange() {
    for exponent in -8...8 {
      for (low, width) in [(0.0, 1.0), (1.7, 0.003), (-4.2, 9.9), (3, 3), (-1, 0)] {
        let unit = Double("1e\(exponent)") ?? 1
        let range = low * unit...(low + width) * unit
        let ticks = AxisTicks(range)
        #expect((2...8).contains(ticks.values.count), "\(range): \(ticks.values)")
        #expect(
          ticks.lowest <= range.lowerBound + 1e-6 * ticks.step && range.upperBound - 1e-6 * ticks.step <= ticks.highest)
        #expect(Set(ticks.labels).count == ticks.labels.count, "\(ticks.labels)")
      }
    }
  }

  @Test("ticks of epochs are whole numbers", arguments: [(1, 1), (1, 2), (1, 10), (1, 25), (3, 200)])
  func wholeTicks(first: Int, last: Int) {
    let ticks = AxisTicks(Double(first)...Double(last), most: 10, isWhole: true)
    for value in ticks.values { #expect(value == value.rounded()) }
    #expect((2...12).contains(ticks.values.count))
  }

  @Test("lines are within the plot, and ticks where their values are")
  func geometry() {
    let points = [0.9, 0.5, 0.4].enumerated().map { LineChart.Point(x: Double($0.offset + 1), y: $0.element) }
    let frame = ChartFrame(chart([LineChart.Series("training", style: 0, points: points)]))
    #expect(frame.x(1) == frame.left && frame.x(3) == frame.right)
    #expect(frame.y(frame.yTicks.lowest) == frame.bottom && frame.y(frame.yTicks.highest) == frame.top)
    for point in points {
      #expect((frame.left...frame.right).contains(frame.x(point.x)))
      #expect((frame.top...frame.bottom).contains(frame.y(point.y)))
    }
    #expect(frame.visibleXTicks.map(\.label) == ["1", "2", "3"])
    #expect(frame.height > frame.bottom && frame.legend.count == 1)
  }

  @Test("one epoch is in the middle; what is not finite is left out")
  func fewPoints() {
    let series = LineChart.Series(
      "loss", style: 0, points: [.init(x: 1, y: 0.5), .init(x: 2, y: .nan), .init(x: 3, y: .infinity)])
    #expect(series.points == [.init(x: 1, y: 0.5)])
    let frame = ChartFrame(chart([series]))
    #expect(frame.x(1) == (frame.left + frame.right) / 2)
    #expect(chart([LineChart.Series("none", style: 0, points: [])]).isEmpty)
  }

  @Test("a legend with more entries than fit a row goes on below, within the picture")
  func legend() {
    let series = (0..<9).map {
      LineChart.Series("a run with a name \($0)", style: $0, points: [.init(x: 1, y: Double($0))])
    }
    let frame = ChartFrame(chart(series))
    #expect(frame.legend.count == 9)
    #expect(Set(frame.legend.map(\.y)).count > 1)
    for place in frame.legend { #expect(place.y < frame.height && place.x < ChartFrame.width) }
  }

  @Test("styles differ in more than colour")
  func styles() {
    let looks = (0..<20).map { number in
      let style = SeriesStyle(number: number)
      return style.dashes + style.marker(0, 0)
    }
    #expect(Set(looks).count == 20)
  }

  private func chart(_ series: [LineChart.Series]) -> LineChart {
    LineChart(identifier: "a", title: "A", description: "A chart.", horizontalTitle: "epoch", series: series)
  }
}
