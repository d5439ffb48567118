/// How a line looks: colour, dashes and markers, so that it can be told from others without colour.
package struct SeriesStyle: Sendable {
  private static let colors = 7
  private static let dashPatterns = ["none", "7 4", "2 3", "9 3 2 3"]
  private static let markers = 5
  private static let radius = 3.5

  /// Numbers from 0; 140 of them look different.
  package let number: Int

  /// The style of that number.
  package init(number: Int) { self.number = number }

  /// The class of the page's style sheet that sets the colour.
  package var styleClass: String { "s\(number % Self.colors)" }
  /// SVG's `stroke-dasharray`.
  package var dashes: String { Self.dashPatterns[number % Self.dashPatterns.count] }

  /// The outline of a marker around a point, as SVG's path data.
  package func marker(_ x: Double, _ y: Double) -> String {
    let r = Self.radius
    let corners: [(Double, Double)]
    switch number % Self.markers {
    case 0:
      let (start, width) = ("\(text(x - r)) \(text(y))", text(2 * r))
      return "M\(start)a\(text(r)) \(text(r)) 0 1 0 \(width) 0a\(text(r)) \(text(r)) 0 1 0 -\(width) 0z"
    case 1: corners = [(-r, -r), (r, -r), (r, r), (-r, r)]
    case 2: corners = [(0, -1.25 * r), (1.2 * r, r), (-1.2 * r, r)]
    case 3: corners = [(0, -1.4 * r), (1.4 * r, 0), (0, 1.4 * r), (-1.4 * r, 0)]
    default: corners = [(0, 1.25 * r), (1.2 * r, -r), (-1.2 * r, -r)]
    }
    return "M" + corners.map { "\(text(x + $0)) \(text(y + $1))" }.joined(separator: "L") + "z"
  }

  private func text(_ value: Double) -> String { NumberText.coordinate(value) }
}
