import Testing
import Training

/// The program against the documented arithmetic in plain loops, bit for bit.
@Suite("Documented arithmetic", .timeLimit(.minutes(5)))
struct PlainTrainingTests {
  @Test("the loop computes the documented bits", arguments: EqualityCase.all)
  func documentedBits(equalityCase: EqualityCase) throws {
    let run = try TrainingRun(equalityCase.configuration)
    let plain = try PlainTraining(run)
    let scores = plain.run()
    let found = try run.outcomes(ranks: min(3, run.configuration.shards), threads: 2)[0]
    #expect(found.training == scores)
    #expect(found.weightsSHA256 == plain.weightsSHA256)
  }

  @Test("leaves added in another order give other bits")
  func orderMatters() throws {
    let run = try TrainingRun(EqualityCase.all[0].configuration)
    let (tree, row) = (try PlainTraining(run), try PlainTraining(run, sum: .leftToRight))
    _ = (tree.run(), row.run())
    #expect(tree.weightsSHA256 != row.weightsSHA256)
  }
}
