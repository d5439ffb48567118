import Foundation

/// How often each level of grey occurs, as a chart with a logarithmic scale: most pixels are black.
///
/// Columns: black alone, then five levels each, up to white.
struct PixelDistribution {
  /// A place on a scale, with its text.
  struct Tick {
    let position: String
    let text: String
  }

  /// The line of one part.
  struct Line {
    /// The number of the part: 0, 1.
    let series: Int
    /// SVG's path data, a step for each column.
    let path: String
  }

  /// The frame in which lines are drawn, in SVG's units.
  static let frame = (left: 46.0, top: 10.0, right: 412.0, bottom: 200.0)
  private static let levelsOfColumn = 5
  private static let columns = 1 + 255 / levelsOfColumn
  /// Shares below a millionth are drawn there.
  private static let smallestDecade = -6

  let lines: [Line]
  let xTicks: [Tick]
  let yTicks: [Tick]

  init(_ exploration: Exploration) {
    let shares = exploration.parts.map { Self.shares($0.pixelCounts) }
    let smallest = shares.joined().filter { $0 > 0 }.min() ?? 1
    let lowest = min(-1, max(Self.smallestDecade, Int(log10(smallest).rounded(.down))))
    lines = shares.enumerated().map { Line(series: $0, path: Self.path($1, lowest: lowest)) }
    xTicks = [0, 50, 100, 150, 200, 255].map { level in
      Tick(position: Self.number(Self.x((Double(Self.column(of: level)) + 0.5))), text: "\(level)")
    }
    yTicks = (lowest...0).map { decade in
      let share = pow(10, Double(decade))
      return Tick(
        position: Self.number(Self.y(share, lowest: lowest)), text: NumberText.percent(share, max(0, -decade - 2)))
    }
  }

  private static func column(of level: Int) -> Int { (level + levelsOfColumn - 1) / levelsOfColumn }

  /// The share of pixels in each column.
  private static func shares(_ counts: [Int]) -> [Double] {
    var sums = [Int](repeating: 0, count: columns)
    for (level, count) in counts.enumerated() { sums[column(of: level)] += count }
    let total = max(1, counts.reduce(0, +))
    return sums.map { Double($0) / Double(total) }
  }

  private static func path(_ shares: [Double], lowest: Int) -> String {
    let steps = shares.enumerated().map { column, share in
      "V\(number(y(share, lowest: lowest)))H\(number(x(Double(column + 1))))"
    }
    return "M\(number(frame.left)) \(number(frame.bottom))" + steps.joined() + "V\(number(frame.bottom))"
  }

  private static func x(_ column: Double) -> Double {
    frame.left + (frame.right - frame.left) * column / Double(columns)
  }

  private static func y(_ share: Double, lowest: Int) -> Double {
    let decades = share > 0 ? max(log10(share), Double(lowest)) : Double(lowest)
    return frame.top + (frame.bottom - frame.top) * decades / Double(lowest)
  }

  private static func number(_ value: Double) -> String { String(format: "%.1f", value) }
}
