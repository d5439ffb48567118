import FuzzTargets
import Testing

/// What the fuzzer starts from, and what once was handled wrongly: read without it.
@Suite("Inputs of the fuzzer")
struct CorpusTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let target: any FuzzTarget.Type
    let input: FuzzInput

    var testDescription: String { "\(target.name): \(input.name)" }
  }

  static let cases = FuzzTargets.all.flatMap { target in target.inputs.map { Case(target: target, input: $0) } }

  @Test("are accepted or refused as they should be", arguments: cases)
  func outcome(of one: Case) throws {
    let outcome = try one.target.init().read(one.input.bytes)
    switch (outcome, one.input.refusal) {
    case (.accepted, nil): break
    case (.refused(let message), let expected?): #expect(message.contains(expected))
    case (_, let expected):
      Issue.record("\(outcome), expected \(expected.map { "a refusal with \($0)" } ?? "accepted")")
    }
    #expect(one.input.bytes.count <= one.target.longest, "longer than what the fuzzer tries")
  }

  @Test("are there for every target, each under a name of its own", arguments: FuzzTargets.all.map(\.name))
  func names(of target: String) throws {
    let inputs = FuzzTargets.all.filter { $0.name == target }.flatMap { $0.inputs }
    #expect(inputs.count >= 5)
    #expect(Set(inputs.map(\.name)).count == inputs.count)
    #expect(inputs.allSatisfy { $0.name.wholeMatch(of: /[a-z0-9\-]+/) != nil })
  }
}
