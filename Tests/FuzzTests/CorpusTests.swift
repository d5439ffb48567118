import FuzzTargets
import Testing

/// What the fuzzer starts from, and what once was handled wrongly: read without it.
@Suite("Inputs of the fuzzer")
struct CorpusTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let target: String
    let input: FuzzInput

    var testDescription: String { "\(target): \(input.name)" }
  }

  static let cases = FuzzTargets.names.flatMap { name in
    (FuzzTargets.named(name)?.inputs ?? []).map { Case(target: name, input: $0) }
  }

  @Test("are accepted or refused as they should be", arguments: cases)
  func outcome(of one: Case) throws {
    let target = try #require(FuzzTargets.named(one.target))
    let outcome = try target.init().read(one.input.bytes)
    switch (outcome, one.input.refusal) {
    case (.accepted, nil): break
    case (.refused(let message), let expected?): #expect(message.contains(expected))
    case (_, let expected):
      Issue.record("\(outcome), expected \(expected.map { "a refusal with \($0)" } ?? "accepted")")
    }
    #expect(one.input.bytes.count <= target.longest, "longer than what the fuzzer tries")
  }

  @Test("are there for every target, each under a name of its own", arguments: FuzzTargets.names)
  func names(of target: String) throws {
    let inputs = Self.cases.filter { $0.target == target }.map(\.input)
    #expect(inputs.count >= 5)
    #expect(Set(inputs.map(\.name)).count == inputs.count)
    #expect(inputs.allSatisfy { $0.name.wholeMatch(of: /[a-z0-9\-]+/) != nil })
  }
}
