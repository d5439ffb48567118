import Encodings
import FashionMNIST
import Network
import Training

extension MetricsTarget {
  static let words =
    [
      "event", "run_start", "run_end", "epoch", "profile", "run", "ranks", "parts", "name", "seconds", "loss",
      "accuracy", "val_loss", "val_accuracy", "is_best", "training_seconds", "images_per_second", "test_loss",
      "test_accuracy", "weights_sha256", "epochs", "last_epoch", "configuration", "optimizer", "schedule", "shards",
      "fold", "folds", "number", "count", "shuffle", "augmentation", "erasing", "validation_indices", "early_stopping",
      "monitor", "pixel_range", "NaN", "Infinity", "-Infinity", "resume", "schema", "time",
    ].map { "\"\($0)\"" } + [
      "<xss>", "\\u0000", "\\n", "null", "true", "1e308", "-1e308", "1e-320", "9223372036854775807", "-1", "0",
      "2147483647",
      "60000", "0-99,205",
    ]

  static var inputs: [FuzzInput] {
    let epochs = (1...3).map { epoch($0) }
    let damaged = start().replacing("<xss>", with: "model")
    return [
      FuzzInput("run", lines([start()] + epochs + [profile, end])),
      FuzzInput("stopped", lines([start(configuration(everything: true))] + epochs.prefix(1)) + #"{"event":"ep"#),
      FuzzInput("diverged", lines([start(), epoch(1, loss: #""NaN""#), epoch(2, loss: #""Infinity""#)])),
      FuzzInput("other-event", lines([start(), #"{"event":"later"}"#])),
      FuzzInput("huge-numbers", lines([start(), epoch(1, loss: "1e308"), epoch(2_147_483_647, loss: "-1e308")])),
      FuzzInput("config", "C" + run(configuration(everything: true))),
      FuzzInput("no-start", lines(epochs), refusal: "config.json"),
      FuzzInput("epoch-0", lines([start(), epoch(0)]), refusal: "no epoch is 0"),
      FuzzInput("no-json", lines([start(), "{"]), refusal: "line 2"),
      FuzzInput(
        "no-shards", lines([damaged.replacing(#""shards":2"#, with: #""shards":0"#)]), refusal: "with 0 shards"),
    ]
  }

  private static func lines(_ records: [String]) -> String { records.map { $0 + "\n" }.joined() }

  private static func epoch(_ number: Int, loss: String = "0.5") -> String {
    #"{"accuracy":0.8,"epoch":\#(number),"event":"epoch","images_per_second":900.5,"is_best":true,"loss":\#(loss),"#
      + #""seconds":1.5,"training_seconds":1.25,"val_accuracy":0.75,"val_loss":0.625}"#
  }

  private static let end =
    #"{"epochs":3,"event":"run_end","images_per_second":900.5,"last_epoch":2,"seconds":4.5,"test_accuracy":0.75,"#
    + #""test_loss":0.5,"weights_sha256":"0123abcd"}"#

  private static let profile =
    #"{"event":"profile","ranks":[{"parts":[{"name":"forward conv2d","seconds":1.5},{"name":"other","seconds":0.25}]}]}"#

  private static func start(_ configuration: TrainingConfiguration = configuration()) -> String {
    #"{"event":"run_start","run":\#(run(configuration)),"schema":1,"time":"2026-01-31T00:00:00Z"}"#
  }

  /// The plan of a run.
  private static func run(_ configuration: TrainingConfiguration) -> String {
    let json = (try? JSONText.text(configuration)) ?? ""
    return
      #"{"communicator":"none","configuration":\#(json),"data_sha256":"12+34","data_title":"<xss>","exchange":"alone","#
      + #""gradient_bytes":40,"images_per_rank":60,"kernel_family":"fused","kernels":"avx2","parameters":10,"ranks":1,"#
      + #""steps_per_epoch":8,"test_images":10,"threads":2,"training_images":60,"validation_images":5,"version":"0.1.0"}"#
  }

  /// A configuration, with every option that is not usual.
  private static func configuration(everything: Bool = false) -> TrainingConfiguration {
    var configuration = TrainingConfiguration(model: "<xss>", epochs: 3, batchSize: 8, shards: 2)
    guard everything else { return configuration }
    configuration.validationIndices = ImageSelection([1, 2, 5])
    configuration.fold = Fold(Folds(count: 3, shuffle: true), number: 1, seed: 4)
    configuration.trainingImageLimit = 100
    configuration.testImageLimit = 10
    configuration.pixelRange = .standardized(nil)
    configuration.optimizer.clipNorm = 0.5
    configuration.optimizer.emaMomentum = 0.99
    configuration.schedule = LearningRateSchedule(.cosine(finalFactor: 0.1), warmupEpochs: 1)
    return configuration
  }
}
