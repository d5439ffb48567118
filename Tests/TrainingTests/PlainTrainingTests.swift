import Testing
import Training

/// The program against the same arithmetic in plain loops, bit for bit.
@Suite("Arithmetic in plain loops", .timeLimit(.minutes(5)))
struct PlainTrainingTests {
  @Test("the loop computes the bits of plain loops", arguments: EqualityCase.all)
  func sameBits(equalityCase: EqualityCase) throws {
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
