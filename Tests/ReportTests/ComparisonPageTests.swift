import Reports
import Testing

/// The page that compares runs.
@Suite("The page that compares runs")
struct ComparisonPageTests {
  private func page(_ runs: [RunFigures]) throws -> ParsedPage {
    ParsedPage(
      try ComparisonPage(RunComparison(runs), title: "runs", remarks: [], version: "0.0.0").html())
  }

  @Test("has every run in its table and in its curves")
  func whole() throws {
    let page = try page([
      SampleReport.run("one"), SampleReport.run("two <b>", seed: 2), SampleReport.run("three", seed: 3),
    ])
    #expect(page.fault == nil)
    #expect(page.all("polyline").count == 4 * 3)
    for name in ["one", "two <b>", "three"] { #expect(page.text.contains(name)) }
    for digest in ["111111111111…", "222222222222…"] { #expect(page.text.contains(digest)) }
    #expect(page.text.contains("standard deviation"), "the runs differ in nothing but the seed")
  }

  @Test("finds what differs, and nothing else")
  func differences() {
    let comparison = RunComparison([SampleReport.run("one"), SampleReport.run("two", seed: 2)])
    #expect(comparison.settings == [.init(name: "seed", values: ["1", "2"])])
    #expect(comparison.surroundings.isEmpty)
    #expect(comparison.isRepetition)
    let same = RunComparison([SampleReport.run("one"), SampleReport.run("two")])
    #expect(same.settings.isEmpty)
  }

  @Test("says so where nothing differs, or a run has not ended")
  func sameAndStopped() throws {
    let page = try page([SampleReport.run("one"), SampleReport.run("two", epochs: 2, hasEnded: false)])
    #expect(page.fault == nil)
    #expect(page.text.contains("all runs have the same configuration"))
    #expect(page.text.contains("2 of 3") && page.text.contains("not ended"))
  }

  @Test("has no means over runs of different kinds")
  func noMeans() throws {
    let other = RunFigures(
      name: "other", model: "lab-001", parameters: 93_322, plannedEpochs: 3, epochs: SampleReport.run().epochs,
      result: nil, monitor: "val_loss", settings: [Fact("model", "lab-001"), Fact("momentum", "0.9")], surroundings: [])
    let page = try page([SampleReport.run(), other])
    #expect(!page.text.contains("standard deviation"))
    #expect(page.text.contains("momentum") && page.text.contains("0.9"))
  }
}
