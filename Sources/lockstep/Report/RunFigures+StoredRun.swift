import Reports
import Training

extension RunFigures {
  /// The figures of a run from its files.
  init(_ run: StoredRun, name: String? = nil) throws {
    let description = run.description
    self.init(
      name: name ?? run.name, model: description.configuration.model, parameters: description.parameters,
      plannedEpochs: description.configuration.epochs, epochs: run.epochs.map(EpochFigures.init),
      result: run.end.map(ResultFigures.init), monitor: description.configuration.earlyStopping.monitor.rawValue,
      settings: try SettingList(description.configuration).facts + description.otherSettings,
      surroundings: description.surroundings)
  }
}

extension RunDescription {
  /// What decides the result besides the configuration.
  fileprivate var otherSettings: [Fact] {
    [
      modelFile.map { Fact("model_file", $0) }, initialWeights.map { Fact("initial_weights", $0) },
      Fact("data_sha256", dataSHA256), Fact("kernel_family", kernelFamily),
    ].compactMap(\.self)
  }

  fileprivate var surroundings: [Fact] {
    [
      Fact("version", version), Fact("ranks × threads", "\(ranks) × \(threads)"), Fact("communicator", communicator),
      Fact("kernels", kernels), Fact("exchange", exchange),
    ]
  }
}

extension EpochFigures {
  fileprivate init(_ event: EpochEvent) {
    self.init(
      epoch: event.epoch, loss: event.loss, accuracy: event.accuracy, validationLoss: event.valLoss,
      validationAccuracy: event.valAccuracy, isBest: event.isBest, seconds: event.seconds,
      trainingSeconds: event.trainingSeconds, imagesPerSecond: event.imagesPerSecond)
  }
}

extension ResultFigures {
  fileprivate init(_ event: EndEvent) {
    self.init(
      testLoss: event.testLoss, testAccuracy: event.testAccuracy, weightsSHA256: event.weightsSHA256,
      epoch: event.lastEpoch, seconds: event.seconds, imagesPerSecond: event.imagesPerSecond)
  }
}
