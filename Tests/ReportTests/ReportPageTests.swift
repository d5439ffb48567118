import Foundation
import Pictures
import Reports
import Testing

/// The page about a run.
@Suite("The page about a run")
struct RunPageTests {
  @Test("is well-formed, small, and has every part")
  func whole() throws {
    let html = try ReportPage(SampleReport.report()).html()
    let page = ParsedPage(html)
    #expect(page.fault == nil)
    #expect(html.utf8.count < 1_500_000)
    for heading in [
      "Learning curves", "Confusion matrix", "Classes", "Most confident mistakes", "First-layer filters", "Model",
      "Where the time went", "Reproduction", "Configuration",
    ] { #expect(page.text.contains(heading), "\(heading) is missing") }
    #expect(page.text.contains("90.00\u{A0}%") && page.text.contains("best epoch: 2"))
    #expect(page.all("polyline").count == 4)
    #expect(page.all("img").count == 24 + 32)
  }

  @Test("needs no network and no script")
  func isSelfContained() throws {
    let html = try ReportPage(SampleReport.report()).html()
    let page = ParsedPage(html)
    #expect(page.all("script").isEmpty && page.all("link").isEmpty)
    for image in page.all("img") { #expect(image["src"]?.hasPrefix("data:image/png;base64,") == true) }
    #expect(!html.contains("url(") && !html.contains("@import"))
    #expect(html.matches(of: /https?:\/\/[^"]*/).map { String($0.output) } == ["http://www.w3.org/1999/xhtml"])
  }

  @Test("tells in words what pictures, charts and tables show")
  func accessibility() throws {
    let page = ParsedPage(try ReportPage(SampleReport.report()).html())
    for image in page.all("img") { #expect(image["alt"]?.isEmpty == false) }
    #expect(page.all("html").first?["lang"] == "en")
    #expect(page.all("h1").count == 1)
    #expect(page.all("table").count == page.all("caption").count)
    for heading in page.all("th") { #expect(heading["scope"] != nil) }
    let identifiers = page.elements.compactMap { $0.attributes["id"] }
    #expect(Set(identifiers).count == identifiers.count)
    for chart in page.all("svg") where chart["aria-hidden"] == nil {
      let names = (chart["aria-labelledby"] ?? "").split(separator: " ").map(String.init)
      #expect(names.count == 2 && names.allSatisfy(identifiers.contains))
    }
  }

  @Test(
    "shows names as they are, whatever is in them",
    arguments: ["<script>alert(1)</script>", "\" onload=\"x", "a & b 'c' {{title}}", "</style>]]>", "<!-- -->"])
  func escaping(name: String) throws {
    let page = ParsedPage(try ReportPage(SampleReport.report(name: name)).html())
    #expect(page.fault == nil)
    #expect(page.all("script").isEmpty)
    #expect(page.elements.allSatisfy { $0.attributes["onload"] == nil })
    #expect(page.text.contains(name))
    #expect(page.all("img").contains { $0["alt"]?.contains(name) == true })
  }

  @Test("lets no combining mark hide a quotation mark, and no control character in")
  func awkwardCharacters() throws {
    let html = try ReportPage(SampleReport.report(name: "\"\u{301} onload=\u{7}\u{1B}[0m\u{FFFF}")).html()
    #expect(ParsedPage(html).fault == nil)
    #expect(html.contains("&quot;\u{301}"))
    #expect(!html.unicodeScalars.contains("\u{7}") && !html.unicodeScalars.contains("\u{1B}"))
  }

  @Test("leaves out what there is not, and says so")
  func missingParts() throws {
    let report = ReportContent(
      run: SampleReport.run(epochs: 0, hasEnded: false), test: nil, layers: [], filters: nil, time: nil,
      reproduction: Reproduction(command: nil, conditions: ["No options say it."]), tables: [],
      remarks: ["There is no metrics.jsonl."], version: "0.0.0")
    let page = ParsedPage(try ReportPage(report).html())
    #expect(page.fault == nil)
    #expect(page.text.contains("There is no metrics.jsonl.") && page.text.contains("the run has not ended"))
    #expect(page.all("svg").isEmpty && page.all("img").isEmpty)
    for heading in ["Confusion matrix", "Learning curves", "Model", "First-layer"] {
      #expect(!page.text.contains("\n\(heading)\n"))
    }
  }

  @Test("filters are grey in the middle, and black and white at the largest weight")
  func filters() throws {
    let bank = try #require(FilterBank(layer: "conv", shape: [1, 3, 1, 2], kernel: [0, 1, -2, 0, 1, 2]))
    #expect(bank.count == 2 && bank.scale == 2)
    #expect(bank.picture(0).pixels == [128, 0, 191])
    #expect(bank.picture(1).pixels == [191, 128, 255])
    #expect(FilterBank(layer: "conv", shape: [3, 3, 2, 1], kernel: Array(repeating: 0, count: 18)) == nil)
    #expect(FilterBank(layer: "dense", shape: [3, 2], kernel: Array(repeating: 0, count: 6)) == nil)
  }

  @Test("time without a profile is what the epochs and the run tell")
  func time() throws {
    let time = try #require(TimeBreakdown(SampleReport.run()))
    #expect(time.parts.map(\.seconds) == [[7.5], [1.5]])
    #expect(time.totals == [9])
    #expect(TimeBreakdown(SampleReport.run(epochs: 0)) == nil)
  }
}
