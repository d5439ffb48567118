import Network

/// A model for images of 10 by 8 pixels with a layer of every kind, none of whose channels are whole vectors.
enum SampleModel {
  static func architecture() throws(ArchitectureError) -> Architecture {
    try Architecture(
      name: "sample", inputShape: ImageShape(rows: 10, columns: 8, channels: 1),
      layers: [
        (
          "conv",
          .convolution2D(Convolution2D(filters: 5, kernelSize: WindowSize(rows: 3, columns: 3), activation: .relu))
        ),
        ("pool", .pooling2D(Pooling2D(kind: .maximum, poolSize: WindowSize(rows: 2, columns: 2)))),
        ("dropout", .dropout(Dropout(rate: 0.25))),
        ("conv_1", .convolution2D(Convolution2D(filters: 7, kernelSize: WindowSize(rows: 2, columns: 2)))),
        ("relu", .activation(ActivationLayer(.relu))),
        ("flatten", .flatten(Flatten())),
        ("dense", .dense(Dense(units: 20, activation: .relu))),
        ("dropout_1", .dropout(Dropout(rate: 0.5))),
        ("dense_1", .dense(Dense(units: 10, activation: .softmax))),
      ])
  }

  /// Two convolutions: much to compute for each parameter.
  static func convolutions() throws(ArchitectureError) -> Architecture {
    let window = WindowSize(rows: 3, columns: 3)
    return try Architecture(
      name: "convolutions", inputShape: ImageShape(rows: 10, columns: 8, channels: 1),
      layers: [
        ("conv", .convolution2D(Convolution2D(filters: 16, kernelSize: window, activation: .relu))),
        ("norm", .batchNormalization(BatchNormalization())),
        ("conv_1", .convolution2D(Convolution2D(filters: 16, kernelSize: window, activation: .relu))),
        ("pool", .pooling2D(Pooling2D(kind: .maximum, poolSize: WindowSize(rows: 2, columns: 2)))),
        ("flatten", .flatten(Flatten())),
        ("dropout", .dropout(Dropout(rate: 0.25))),
        ("dense", .dense(Dense(units: 10, activation: .softmax))),
      ])
  }

  /// One dense layer: six blocks of parameters, fewer than a job may have workers.
  static func small() throws(ArchitectureError) -> Architecture {
    try Architecture(
      name: "small", inputShape: ImageShape(rows: 10, columns: 8, channels: 1),
      layers: [("flatten", .flatten(Flatten())), ("dense", .dense(Dense(units: 10, activation: .softmax)))])
  }
}
