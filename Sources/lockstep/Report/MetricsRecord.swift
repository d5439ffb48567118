import Foundation

/// A record of `metrics.jsonl`.
enum MetricsRecord: Decodable {
  case start(RunDescription)
  case epoch(EpochEvent)
  case end(EndEvent)
  case profile([RankProfile])
  /// One of another version of the program.
  case other

  private enum CodingKeys: String, CodingKey { case event, run, ranks }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    switch try fields.decode(String.self, forKey: .event) {
    case "run_start": self = .start(try fields.decode(RunDescription.self, forKey: .run))
    case "epoch": self = .epoch(try EpochEvent(from: decoder))
    case "run_end": self = .end(try EndEvent(from: decoder))
    case "profile": self = .profile(try fields.decode([RankProfile].self, forKey: .ranks))
    default: self = .other
    }
  }

  var description: RunDescription? { if case .start(let description) = self { description } else { nil } }
  var epoch: EpochEvent? { if case .epoch(let epoch) = self { epoch } else { nil } }
  var end: EndEvent? { if case .end(let end) = self { end } else { nil } }
  var profiles: [RankProfile]? { if case .profile(let ranks) = self { ranks } else { nil } }
}

extension EpochEvent: Decodable {
  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    epoch = try fields.decode(Int.self, forKey: .epoch)
    guard (1...Int(Int32.max)).contains(epoch) else {
      throw DecodingError.dataCorruptedError(forKey: .epoch, in: fields, debugDescription: "no epoch is \(epoch)")
    }
    loss = try fields.decode(Double.self, forKey: .loss)
    accuracy = try fields.decode(Double.self, forKey: .accuracy)
    valLoss = try fields.decodeIfPresent(Double.self, forKey: .valLoss)
    valAccuracy = try fields.decodeIfPresent(Double.self, forKey: .valAccuracy)
    isBest = try fields.decode(Bool.self, forKey: .isBest)
    seconds = try fields.decode(Double.self, forKey: .seconds)
    trainingSeconds = try fields.decode(Double.self, forKey: .trainingSeconds)
    imagesPerSecond = try fields.decode(Double.self, forKey: .imagesPerSecond)
  }
}

extension EndEvent: Decodable {
  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    testLoss = try fields.decode(Double.self, forKey: .testLoss)
    testAccuracy = try fields.decode(Double.self, forKey: .testAccuracy)
    weightsSHA256 = try fields.decode(String.self, forKey: .weightsSHA256)
    epochs = try fields.decode(Int.self, forKey: .epochs)
    lastEpoch = try fields.decode(Int.self, forKey: .lastEpoch)
    seconds = try fields.decode(Double.self, forKey: .seconds)
    imagesPerSecond = try fields.decode(Double.self, forKey: .imagesPerSecond)
  }
}
