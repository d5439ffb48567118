/// Where things are in a chart: the size of the picture, its margins, and the axes within.
package struct ChartFrame: Sendable {
  /// The width of every picture.
  package static let width = 480.0
  private static let plotTop = 26.0
  private static let plotHeight = 236.0
  private static let rightMargin = 14.0
  /// The width of a digit at the size of the page's labels.
  private static let digitWidth = 7.5
  private static let legendRow = 22.0
  /// The room under the plot: labels, and the title of the axis.
  private static let axisRoom = 60.0

  /// The ticks of both axes.
  package let xTicks: AxisTicks
  package let yTicks: AxisTicks
  /// The edges of the plot.
  package let left: Double
  package let right = ChartFrame.width - ChartFrame.rightMargin
  package let top = ChartFrame.plotTop
  package let bottom = ChartFrame.plotTop + ChartFrame.plotHeight
  /// How far the horizontal axis reaches.
  private let xRange: ClosedRange<Double>
  /// The places of the legend's entries.
  package let legend: [LineChart.Point]

  /// - Precondition: the chart is not empty.
  package init(_ chart: LineChart) {
    let points = chart.series.flatMap(\.points)
    let (xs, ys) = (points.map(\.x), points.map(\.y))
    let (low, high) = (xs.min() ?? 0, xs.max() ?? 1)
    // Half a unit where there is but one place.
    xRange = low == high ? low - 0.5...high + 0.5 : low...high
    xTicks = AxisTicks(low...high, most: 10, isWhole: true)
    yTicks = AxisTicks((ys.min() ?? 0)...(ys.max() ?? 1))
    left = 14 + Self.digitWidth * Double(yTicks.labels.map(\.count).max() ?? 1)
    legend = Self.places(chart.series.compactMap(\.name), left: left, top: bottom + Self.axisRoom)
  }

  /// The height of the picture.
  package var height: Double { (legend.last?.y ?? bottom + Self.axisRoom - Self.legendRow / 2) + Self.legendRow / 2 }

  /// Where a value of the horizontal axis is.
  package func x(_ value: Double) -> Double {
    left + (value - xRange.lowerBound) / (xRange.upperBound - xRange.lowerBound) * (right - left)
  }

  /// Where a value of the vertical axis is.
  package func y(_ value: Double) -> Double {
    bottom - (value - yTicks.lowest) / (yTicks.highest - yTicks.lowest) * (bottom - top)
  }

  /// The ticks of the horizontal axis that are on it: it ends with its data.
  package var visibleXTicks: [(value: Double, label: String)] {
    zip(xTicks.values, xTicks.labels).filter { xRange.contains($0.0) }.map { ($0, $1) }
  }

  /// Entries side by side, as many as fit a row.
  private static func places(_ names: [String], left: Double, top: Double) -> [LineChart.Point] {
    var (x, y) = (left, top)
    return names.map { name in
      let width = 46 + digitWidth * Double(min(name.count, mostLegendLetters)) + 14
      if x > left, x + width > ChartFrame.width { (x, y) = (left, y + legendRow) }
      defer { x += width }
      return LineChart.Point(x: x, y: y)
    }
  }

  /// Letters of a name that a legend has room for.
  static let mostLegendLetters = 46
}
