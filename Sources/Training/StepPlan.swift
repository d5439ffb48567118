import CounterRandom
import FashionMNIST
import Network

/// What each step of a run is, by its number since the beginning: nothing of it depends on the steps before.
struct StepPlan {
  private let configuration: TrainingConfiguration
  private let schedule: BatchSchedule

  init(_ configuration: TrainingConfiguration, _ schedule: BatchSchedule) {
    (self.configuration, self.schedule) = (configuration, schedule)
  }

  /// The epoch, counted from 0, and the step in it of the step behind so many others.
  func place(after steps: Int) -> (epoch: Int, step: Int) {
    (steps / schedule.stepsPerEpoch, steps % schedule.stepsPerEpoch)
  }

  /// The step behind so many others as the optimiser sees it.
  func optimizerStep(after steps: Int) -> OptimizerStep {
    let step = place(after: steps).step
    let factor = configuration.schedule.factor(
      step: steps, stepsPerEpoch: schedule.stepsPerEpoch, epochs: configuration.epochs)
    return OptimizerStep(
      number: steps + 1, images: schedule.images(step: step),
      leaves: schedule.filledSlices(step: step, shards: 0..<schedule.partition.shards),
      learningRate: configuration.optimizer.learningRate * factor)
  }

  /// What an epoch's steps draw from.
  func draw(epoch: Int) -> RandomDraw { RandomDraw(generator: Philox(seed: configuration.seed), epoch: epoch) }

  /// In which order an epoch takes its images.
  var order: BatchOrder { BatchOrder(seed: configuration.seed, shuffle: configuration.shuffle) }
}
