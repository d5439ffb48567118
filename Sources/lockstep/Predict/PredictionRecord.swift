import Network
import Pictures
import Training

/// What `predict --json` prints.
struct PredictionRecord: Encodable {
  struct Class: Encodable {
    let name: String
    let label: Int
    let probability: Float
  }

  struct Picture: Encodable {
    let file: String
    let width: Int
    let height: Int
    let bitDepth: Int
    let colorType: String
    let isInterlaced: Bool
    let channel: String
    let resize: String
    /// The shade behind transparent pixels, if there were any.
    let background: UInt8?
    let borderMean: Double
    let isInverted: Bool
    let doubt: String?
    /// The most probable classes.
    let top: [Class]
    /// Of every class.
    let probabilities: [Float]
    /// What the network saw, row by row, 0 to 255.
    let pixels: [[UInt8]]

    enum CodingKeys: String, CodingKey {
      case file, width, height, channel, resize, background, doubt, top, probabilities, pixels
      case bitDepth = "bit_depth"
      case colorType = "color_type"
      case isInterlaced = "interlaced"
      case borderMean = "border_mean"
      case isInverted = "inverted"
    }
  }

  let modelFile: String
  let testAugmentation: TestAugmentation
  let pixelRange: PixelRange
  let classNames: [String]
  let pictures: [Picture]

  enum CodingKeys: String, CodingKey {
    case pictures
    case modelFile = "model_file"
    case pixelRange = "pixel_range"
    case testAugmentation = "test_augmentation"
    case classNames = "class_names"
  }

  init(
    _ predictions: [PicturePrediction], modelFile: String, model: TrainedModel, names: [String], topCount: Int
  ) {
    self.modelFile = modelFile
    testAugmentation = model.testAugmentation
    pixelRange = model.network.pixelRange
    classNames = names
    pictures = predictions.map { prediction in
      let (header, seen) = (prediction.header, prediction.prepared.picture)
      return Picture(
        file: prediction.file, width: header.width, height: header.height, bitDepth: header.bitDepth,
        colorType: header.colorType, isInterlaced: header.isInterlaced,
        channel: prediction.preparation.channel.rawValue, resize: prediction.preparation.resize.rawValue,
        background: prediction.prepared.backdrop, borderMean: prediction.prepared.borderMean,
        isInverted: prediction.prepared.isInverted, doubt: prediction.doubt(names: names),
        top: prediction.ranking.prefix(topCount).map {
          Class(name: names[$0], label: $0, probability: prediction.probabilities[$0])
        },
        probabilities: prediction.probabilities,
        pixels: stride(from: 0, to: seen.pixels.count, by: seen.columns).map {
          Array(seen.pixels[$0..<$0 + seen.columns])
        })
    }
  }
}
