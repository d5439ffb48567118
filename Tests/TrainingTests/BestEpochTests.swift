import Testing
import Training

/// The epochs at which Keras' EarlyStopping would call a number the best, and stop.
@Suite("Best epoch")
struct BestEpochTests {
  private static func judge(_ values: [Double], _ settings: EarlyStopping) -> (best: Int?, stop: Int?) {
    var epochs = BestEpoch(settings)
    for (index, value) in values.enumerated() where epochs.judge(value, epoch: index + 1).stops {
      return (epochs.epoch, index + 1)
    }
    return (epochs.epoch, nil)
  }

  @Test("less loss is better, more accuracy")
  func direction() {
    let values = [0.5, 0.4, 0.6, 0.45]
    for monitor in Monitor.allCases {
      #expect(Self.judge(values, EarlyStopping(monitor: monitor)).best == (monitor.isAccuracy ? 3 : 2))
    }
  }

  @Test("patience counts the epochs without a better one", arguments: [(0, 3), (1, 3), (2, 6), (3, 7)])
  func patience(epochs: Int, stop: Int?) {
    // Keras 3.15 with patience 0 stops at the first epoch that is not better, as with 1.
    let values = [0.5, 0.4, 0.45, 0.39, 0.5, 0.5, 0.5, 0.5]
    let found = Self.judge(values, EarlyStopping(monitor: .loss, patience: epochs))
    #expect(found.stop == stop)
    #expect(found.best == (epochs < 2 ? 2 : 4))
  }

  @Test("an equal number is not better, nor is one that is better by no more than the delta")
  func delta() {
    let values = [0.5, 0.5, 0.375, 0.25]
    #expect(Self.judge(values, EarlyStopping(monitor: .loss)).best == 4)
    #expect(Self.judge(values, EarlyStopping(monitor: .loss, minDelta: 0.125)).best == 4)
    #expect(Self.judge(values.dropLast(), EarlyStopping(monitor: .loss, minDelta: 0.125)).best == 1)
    #expect(Self.judge([0.5, 0.625, 0.75], EarlyStopping(monitor: .accuracy, minDelta: 0.125)).best == 3)
  }

  @Test("without patience nothing stops")
  func endless() {
    let found = Self.judge(Array(repeating: 1, count: 100), EarlyStopping(monitor: .loss))
    #expect(found.best == 1 && found.stop == nil)
  }
}
