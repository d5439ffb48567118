/// Lines over a common horizontal axis.
package struct LineChart: Equatable, Sendable {
  /// One line.
  package struct Series: Equatable, Sendable {
    /// What the legend calls it; nil where the legend of another chart or table does.
    package let name: String?
    /// Which of the styles it has.
    package let style: Int
    /// In ascending order of x; points that no axis can have, such as a loss that is no number, are left out.
    package let points: [Point]

    /// Beyond this, ticks would not be whole numbers of their steps.
    private static let most = 1e12

    package init(_ name: String?, style: Int, points: [Point]) {
      self.name = name
      self.style = style
      self.points = points.filter { $0.x.magnitude < Self.most && $0.y.magnitude < Self.most }
    }
  }

  /// A place in the chart, in units of its axes.
  package struct Point: Equatable, Sendable {
    package let x: Double
    package let y: Double

    package init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// A place on the horizontal axis that has a name.
  package struct Mark: Equatable, Sendable {
    package let x: Double
    package let text: String

    package init(x: Double, text: String) {
      self.x = x
      self.text = text
    }
  }

  /// Names the chart in its page: letters, digits and hyphens.
  package let identifier: String
  package let title: String
  /// What the chart shows, in words.
  package let description: String
  package let horizontalTitle: String
  package let series: [Series]
  package let mark: Mark?

  package init(
    identifier: String, title: String, description: String, horizontalTitle: String, series: [Series],
    mark: Mark? = nil
  ) {
    self.identifier = identifier
    self.title = title
    self.description = description
    self.horizontalTitle = horizontalTitle
    self.series = series.filter { !$0.points.isEmpty }
    self.mark = mark
  }

  /// Whether there is nothing to draw.
  package var isEmpty: Bool { series.isEmpty }
}
