import Foundation
import Support
import Testing

extension DistributedTests {
  /// Progress of a job whose mpirun has a terminal.
  @Suite("Progress", .enabled(if: Terminal.isThere, "there is no program that gives a child a terminal"))
  struct ProgressTests {
    @Test("is a bar on mpirun's terminal, drawn by one rank in the terminal's width")
    func bar() async throws {
      let run = try SmallJob()
      let text = try await Terminal(columns: 60).output(of: run.job(ranks: 3, ["--color", "never"]))
      #expect(
        text.contains(#/\nEpoch 1/1\n\e\[\?7l1/4 ━+─+ ETA \S+ - loss: \d\.\d{4} - accuracy: \d\.\d{4}\e\[K/#), "\(text)"
      )
      #expect(text.matches(of: #/\n(\e\[1A\r\e\[K)?4/4 - /#).count == 1, "\(text)")
      for line in text.matches(of: #/\e\[\?7l([^\e]*)\e\[K/#) { #expect(line.output.1.count < 60, "\(line.output.1)") }
    }

    @Test("has no control characters in a file, though the results go to the terminal")
    func file() async throws {
      let run = try SmallJob()
      let file = run.scratch.path("log")
      let job = run.job(ranks: 3, ["--progress", "bar", "--color", "always"])
      let results = try await Terminal(columns: 100).output(of: job, redirection: "2> '\(file)'")
      #expect(results.hasPrefix("test loss: "), "\(results)")
      let text = try run.scratch.text("log")
      #expect(text.contains(#/\nEpoch 1/1 - 4/4 - /#), "\(text)")
      let control = text.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
      #expect(control.isEmpty, "\(text)")
    }

    @Test("is lines where mpirun marks each of them", arguments: ["--tag-output", "--timestamp-output"])
    func marked(option: String) async throws {
      let run = try SmallJob()
      var job = run.job(ranks: 2)
      job.arguments.insert(option, at: 0)
      let text = try await Terminal(columns: 100).output(of: job)
      #expect(text.contains(#/Epoch 1/1 - 4/4 - /#), "\(text)")
      #expect(!text.contains("\u{1B}"), "\(text)")
    }
  }
}
