import Collectives
import KernelInterface
import Network

/// What differs from step to step; set by the thread that takes the step, between the works of its team.
final class StepInputs: @unchecked Sendable {
  /// The step's number in its epoch.
  var step = 0
  /// Counts steps as work queues do: also those that are taken again.
  var round = 0
  var optimizer = OptimizerStep(number: 0, images: 0, leaves: 0, learningRate: 0)
  var draw: RandomDraw?
}

/// What the threads do in a step, one after the other; each worker changes only what is its own.
struct StepWorks {
  let computeGradients: TeamWork
  let addInGroup: TeamWork
  let measure: TeamWork
  let optimize: TeamWork
  let takeParameters: TeamWork

  init(
    _ inputs: StepInputs, state: TrainingState, workers: [LeafWorker], gradients: ExchangeAssembly,
    measures: GradientMeasures
  ) {
    let (exchange, memories) = (gradients.exchange, gradients.workers)
    computeGradients = TeamWork { worker in
      guard let draw = inputs.draw else { preconditionFailure("the step has not begun") }
      // In its epoch a step finds its images by its number; its round tells its passes from those before.
      let (step, round) = (inputs.step, inputs.round)
      workers[worker].offer(step: step, round: round)
      workers[worker].computeGradients(step: step, round: round, draw: draw)
    }
    addInGroup = TeamWork { exchange.addInGroup(part: $0) }
    measure = TeamWork { worker in
      measures.measure(
        parameters: memories[worker].parameters.view, gradientSum: exchange.gradientSums[worker],
        images: inputs.optimizer.images, range: memories[worker].own)
    }
    optimize = TeamWork { worker in
      state.optimizer.take(
        inputs.optimizer, parameters: memories[worker].parameters.view, gradientSum: exchange.gradientSums[worker],
        range: memories[worker].own)
      memories[worker].publishParameters()
    }
    let constraints = WeightConstraints(state.network.layout)
    takeParameters = TeamWork { worker in
      memories[worker].takeParameters(state.network.kernels)
      // A norm needs more weights than a worker may own: each brings all of its copy to the same.
      constraints?.apply(to: memories[worker].parameters.view)
      AlteredNumbers.strike(parameters: memories[worker].parameters.view, own: memories[worker].own)
    }
  }
}
