import Foundation
import Pictures
import Reports
import Support
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The page that shows a data set.
@Suite("Exploration page")
struct ExplorationTests {
  /// A data set of `classes` classes, with images of noise, which PNG cannot make smaller.
  private func exploration(classes: Int, side: Int, names: [String]? = nil, parts: Int = 2) -> Exploration {
    var generator = SeededGenerator(seed: 1)
    func noise() -> GrayPicture {
      GrayPicture(
        rows: side, columns: side, pixels: (0..<side * side).map { _ in .random(in: .min ... .max, using: &generator) })
    }
    let samples = Exploration.samplesOfClass(classes: classes, rows: side, columns: side)
    let images = (0..<samples).map { _ in noise() }
    let list = (0..<parts).map { part in
      Exploration.Part(
        title: ["training", "test"][part], arrays: ["x\(part)", "y\(part)"], shapes: ["(9, \(side), \(side))", "(9,)"],
        digests: ["abc", "def"], isOfficial: false, mean: 0.25, standardDeviation: 0.5,
        pixelCounts: (0..<256).map { $0 == 0 ? 1000 : $0 % 3 },
        classCounts: (0..<classes).map { samples + $0 * (1 - part) })
    }
    return Exploration(
      title: "not Fashion-MNIST", isFashionMNIST: false, parts: list,
      classes: (0..<classes).map { label in
        Exploration.ImageClass(
          label: label, name: names?[label] ?? "\(label)", mean: images[0], samples: label == 1 ? [] : images)
      })
  }

  @Test("needs nothing but itself: no script, no network, no other file")
  func selfContained() throws {
    let html = try exploration(classes: 10, side: 28).html()
    #expect(html.hasPrefix("<!DOCTYPE html>"))
    #expect(!html.contains("<script") && !html.contains("http") && !html.contains("url("))
    #expect(!html.contains("{{") && !html.contains("nil<") && !html.contains("Optional("))
    for attribute in html.matches(of: /(?:src|href)="([^"]{0,30})/) {
      #expect(attribute.output.1.hasPrefix("data:image/png;base64,"))
    }
  }

  @Test("is well-formed XML from its first element on", arguments: [1, 2])
  func wellFormed(parts: Int) throws {
    let html = try exploration(classes: 3, side: 8, names: ["a<b>&\"c\"", "d\"\u{301}", "e"], parts: parts).html()
    // The only elements that HTML leaves open.
    let xml = html.replacing("<!DOCTYPE html>", with: "")
      .replacing(/<(meta|img)([^>]*)>/) { "<\($0.output.1)\($0.output.2)/>" }
    let parser = XMLParser(data: Data(xml.utf8))
    #expect(parser.parse(), "line \(parser.lineNumber): \(String(describing: parser.parserError))")
    #expect(html.contains("a&lt;b&gt;&amp;&quot;c&quot; (0)"))
    // A mark that combines with a quotation mark does not hide it.
    #expect(html.contains("d&quot;\u{301} (1)"))
    #expect(!html.contains("a<b>"))
  }

  @Test("shows every class once in each place, and says what it is not")
  func content() throws {
    let html = try exploration(classes: 10, side: 28).html()
    #expect(html.contains("<h1>not Fashion-MNIST</h1>"))
    #expect(html.contains("not, or not all, those that Zalando published"))
    #expect(html.matches(of: /alt="Mean image of Label \d"/).count == 10)
    // The class without images has no sheet.
    #expect(html.matches(of: /alt="Images of Label \d"/).count == 9)
    #expect(html.contains("<b>Label 0</b>, 48 training images"))
    #expect(html.contains("<b>Label 5</b>, the first 48 of 53 training images"))
    #expect(html.contains("100\u{A0}%</text>") && html.contains("0.1\u{A0}%</text>"))
    #expect(html.matches(of: /<path class="l[01]" d="M46\.0 200\.0V/).count == 2)
  }

  @Test(
    "is at most 1.5 MB, whatever the images",
    arguments: [(10, 28), (10, 1), (1, 28), (256, 28), (47, 28), (10, 64), (256, 64), (2, 400)])
  func size(classes: Int, side: Int) throws {
    let bytes = try exploration(classes: classes, side: side).html().utf8.count
    #expect(bytes <= 1_500_000)
  }
}
