import Reports
import Training

extension RunFigures {
  /// The figures of a run from its files.
  init(_ run: StoredRun, name: String? = nil) throws {
    let description = run.description
    self.init(
      name: name ?? run.name, model: description.configuration.model, parameters: description.parameters,
      plannedEpochs: description.configuration.epochs, epochs: run.epochs, result: run.end,
      monitor: description.configuration.earlyStopping.monitor.rawValue,
      settings: try SettingList(description.configuration).facts + description.otherSettings,
      surroundings: description.surroundings + Self.facts(run.resumptions))
  }

  /// How often the run went on after it had been stopped, and where it was then.
  private static func facts(_ resumptions: [ResumeRecord]) -> [Fact] {
    guard let last = resumptions.last else { return [] }
    let times = resumptions.count == 1 ? "once" : "\(resumptions.count) times"
    return [
      Fact("resumed", "\(times), last after step \(last.step), on \(last.ranks) × \(last.threads) ranks × threads")
    ]
  }
}

extension RunDescription {
  /// What decides the result besides the configuration.
  fileprivate var otherSettings: [Fact] {
    [
      modelFile.map { Fact("model_file", $0) }, initialWeights.map { Fact("initial_weights", $0) },
      forkedFrom.map {
        Fact("forked_from", "step \($0.position.step) of \($0.file), weights sha256 \($0.weightsSHA256)")
      },
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
