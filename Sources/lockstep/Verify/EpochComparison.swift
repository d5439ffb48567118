import RunRecords

/// An epoch that was computed again beside what a run has recorded of it.
struct EpochComparison {
  let found: EpochFigures
  let recorded: EpochFigures

  /// The first thing that differs, as a sentence; nil if all is the same.
  ///
  /// Numbers are recorded with all their digits, so that those of equal weights are equal. Times are not compared.
  var difference: String? {
    let values: [(name: String, found: String?, recorded: String?)] = [
      ("weights_sha256", found.weightsSHA256, recorded.weightsSHA256),
      ("loss", Self.text(found.training.loss), Self.text(recorded.training.loss)),
      ("accuracy", Self.text(found.training.accuracy), Self.text(recorded.training.accuracy)),
      ("val_loss", Self.text(found.validation?.loss), Self.text(recorded.validation?.loss)),
      ("val_accuracy", Self.text(found.validation?.accuracy), Self.text(recorded.validation?.accuracy)),
    ]
    guard let value = values.first(where: { $0.found != $0.recorded }) else { return nil }
    return Self.sentence(
      "epoch \(recorded.epoch)", value.name, expected: value.recorded ?? "none", found: value.found ?? "none")
  }

  /// - Parameter subject: what differs: "epoch 3".
  static func sentence(_ subject: String, _ name: String, expected: String, found: String) -> String {
    "\(subject) differs: its \(name) is \(expected) in metrics.jsonl, and \(found) computed here"
  }

  private static func text(_ number: Double?) -> String? { number.map { "\($0)" } }
}

/// The result of a run that was computed again beside what the run has recorded.
struct ResultComparison {
  let found: ResultFigures
  let recorded: ResultFigures

  /// The first thing that differs, as a sentence; nil if all is the same.
  var difference: String? {
    let values: [(name: String, found: String, recorded: String)] = [
      ("weights_sha256", found.weightsSHA256, recorded.weightsSHA256),
      ("epochs", "\(found.epochs)", "\(recorded.epochs)"),
      ("last_epoch", "\(found.lastEpoch)", "\(recorded.lastEpoch)"),
      ("test_loss", "\(found.test.loss)", "\(recorded.test.loss)"),
      ("test_accuracy", "\(found.test.accuracy)", "\(recorded.test.accuracy)"),
    ]
    guard let value = values.first(where: { $0.found != $0.recorded }) else { return nil }
    return EpochComparison.sentence("the result", value.name, expected: value.recorded, found: value.found)
  }
}
