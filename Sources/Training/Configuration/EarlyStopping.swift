import Network

/// When a run ends before its last epoch, and with which weights; the settings of Keras' `EarlyStopping`.
package struct EarlyStopping: Codable, Equatable, Sendable {
  /// The metric by which epochs are compared.
  package var monitor: Monitor
  /// The smallest improvement that counts as a better epoch.
  package var minDelta: Double
  /// After how many epochs without a better one the run ends; nil for never.
  package var patience: Int?
  /// Whether the run ends with the weights of the best epoch.
  package var restoreBestWeights: Bool

  package init(monitor: Monitor, minDelta: Double = 0, patience: Int? = nil, restoreBestWeights: Bool = false) {
    self.monitor = monitor
    self.minDelta = minDelta
    self.patience = patience
    self.restoreBestWeights = restoreBestWeights
  }

  enum CodingKeys: String, CodingKey {
    case monitor, patience
    case minDelta = "min_delta"
    case restoreBestWeights = "restore_best_weights"
  }
}

/// A metric of an epoch, by Keras' name.
package enum Monitor: String, Codable, CaseIterable, Sendable {
  case validationLoss = "val_loss"
  case validationAccuracy = "val_accuracy"
  case loss
  case accuracy

  /// Whether it needs validation images.
  package var isOfValidation: Bool { self == .validationLoss || self == .validationAccuracy }
  /// Whether more is better.
  package var isAccuracy: Bool { self == .validationAccuracy || self == .accuracy }
}

extension EpochRecord {
  /// The epoch's number of that name; nil without validation.
  package func value(of monitor: Monitor) -> Double? {
    switch monitor {
    case .validationLoss: validation?.loss
    case .validationAccuracy: validation?.accuracy
    case .loss: training.loss
    case .accuracy: training.accuracy
    }
  }
}
