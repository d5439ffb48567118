/// What the template of a chart names.
struct ChartView {
  struct Tick {
    let position: String
    let label: String
    var labelY = ""
  }

  struct Line {
    let styleClass: String
    let dashes: String
    let points: String
    let markers: String
  }

  struct Entry {
    let name: String
    let styleClass: String
    let dashes: String
    let keyStart: String
    let keyEnd: String
    let keyY: String
    let keyMarker: String
    let textX: String
    let textY: String
  }

  struct MarkView {
    let markX: String
    let markTextX: String
    let markTextY: String
    let markAnchor: String
    let markText: String
  }

  let id: String
  let title: String
  let description: String
  let xTitle: String
  let width: String
  let height: String
  let left: String
  let right: String
  let top: String
  let bottom: String
  let tickEnd: String
  let labelX: String
  let xLabelY: String
  let xTitleY: String
  let middle: String
  let xTicks: [Tick]
  let yTicks: [Tick]
  let lines: [Line]
  let legend: [Entry]
  let mark: MarkView?

  /// - Precondition: the chart is not empty.
  init(_ chart: LineChart) {
    let frame = ChartFrame(chart)
    let text = NumberText.coordinate
    (id, title, description, xTitle) = (chart.identifier, chart.title, chart.description, chart.horizontalTitle)
    (width, height) = (text(ChartFrame.width), text(frame.height))
    (left, right, top, bottom) = (text(frame.left), text(frame.right), text(frame.top), text(frame.bottom))
    (tickEnd, labelX) = (text(frame.bottom + 4), text(frame.left - 7))
    (xLabelY, xTitleY) = (text(frame.bottom + 18), text(frame.bottom + 34))
    middle = text((frame.left + frame.right) / 2)
    xTicks = frame.visibleXTicks.map { Tick(position: text(frame.x($0.value)), label: $0.label) }
    yTicks = zip(frame.yTicks.values, frame.yTicks.labels).map {
      Tick(position: text(frame.y($0)), label: $1, labelY: text(frame.y($0) + 4.5))
    }
    lines = chart.series.map { Self.line($0, frame) }
    legend = zip(chart.series.filter { $0.name != nil }, frame.legend).map { Self.entry($0, at: $1) }
    mark = chart.mark.map { Self.view($0, frame) }
  }

  private static func line(_ series: LineChart.Series, _ frame: ChartFrame) -> Line {
    let style = SeriesStyle(number: series.style)
    let places = series.points.map { (x: frame.x($0.x), y: frame.y($0.y)) }
    // Markers of many points would hide the line.
    let every = max(1, (places.count + 24) / 25)
    let marked = places.enumerated().filter { $0.offset % every == 0 || $0.offset == places.count - 1 }
    return Line(
      styleClass: style.styleClass, dashes: style.dashes,
      points: places.map { "\(NumberText.coordinate($0.x)),\(NumberText.coordinate($0.y))" }.joined(separator: " "),
      markers: marked.map { style.marker($0.element.x, $0.element.y) }.joined())
  }

  private static func entry(_ series: LineChart.Series, at place: LineChart.Point) -> Entry {
    let style = SeriesStyle(number: series.style)
    let text = NumberText.coordinate
    let name = series.name ?? ""
    let isLong = name.count > ChartFrame.mostLegendLetters
    return Entry(
      name: isLong ? name.prefix(ChartFrame.mostLegendLetters - 1) + "…" : name, styleClass: style.styleClass,
      dashes: style.dashes, keyStart: text(place.x), keyEnd: text(place.x + 36), keyY: text(place.y - 4),
      keyMarker: style.marker(place.x + 18, place.y - 4), textX: text(place.x + 43), textY: text(place.y))
  }

  private static func view(_ mark: LineChart.Mark, _ frame: ChartFrame) -> MarkView {
    let x = frame.x(mark.x)
    let isRight = x > (frame.left + frame.right) / 2
    return MarkView(
      markX: NumberText.coordinate(x), markTextX: NumberText.coordinate(isRight ? x - 6 : x + 6),
      markTextY: NumberText.coordinate(frame.top - 8), markAnchor: isRight ? "end" : "start", markText: mark.text)
  }
}
