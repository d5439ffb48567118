import Foundation
import RunRecords

/// A record of `metrics.jsonl`: what has happened in a run, in order.
enum MetricsRecord {
  /// The first.
  case start(RunDescription)
  case epoch(EpochFigures)
  /// The run was stopped, and goes on; what had been recorded beyond that is gone.
  case resume(ResumeRecord)
  /// The last but for the profiles.
  case end(ResultFigures)
  /// Of every rank, where they were asked for.
  case profile([RankProfile])
  /// One of another version of the program.
  case other

  var description: RunDescription? { if case .start(let description) = self { description } else { nil } }
  var epoch: EpochFigures? { if case .epoch(let epoch) = self { epoch } else { nil } }
  var resume: ResumeRecord? { if case .resume(let resume) = self { resume } else { nil } }
  var end: ResultFigures? { if case .end(let end) = self { end } else { nil } }
  var profiles: [RankProfile]? { if case .profile(let ranks) = self { ranks } else { nil } }
}

extension MetricsRecord: Codable {
  private enum Event: String {
    case start = "run_start"
    case epoch, resume
    case end = "run_end"
    case profile
  }

  private enum CodingKeys: String, CodingKey { case event, schema, time, run, ranks }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    switch Event(rawValue: try fields.decode(String.self, forKey: .event)) {
    case .start: self = .start(try fields.decode(RunDescription.self, forKey: .run))
    case .epoch: self = .epoch(try EpochFigures(from: decoder))
    case .resume: self = .resume(try ResumeRecord(from: decoder))
    case .end: self = .end(try ResultFigures(from: decoder))
    case .profile: self = .profile(try fields.decode([RankProfile].self, forKey: .ranks))
    case nil: self = .other
    }
  }

  /// The figures of an epoch, a resumption or a result lie beside the name of the event.
  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .start(let run):
      try fields.encode(Event.start.rawValue, forKey: .event)
      try fields.encode(1, forKey: .schema)
      try fields.encode(Date.now.ISO8601Format(), forKey: .time)
      try fields.encode(run, forKey: .run)
    case .epoch(let figures):
      try fields.encode(Event.epoch.rawValue, forKey: .event)
      try figures.encode(to: encoder)
    case .resume(let resume):
      try fields.encode(Event.resume.rawValue, forKey: .event)
      try resume.encode(to: encoder)
    case .end(let figures):
      try fields.encode(Event.end.rawValue, forKey: .event)
      try figures.encode(to: encoder)
    case .profile(let ranks):
      try fields.encode(Event.profile.rawValue, forKey: .event)
      try fields.encode(ranks, forKey: .ranks)
    case .other: preconditionFailure("a record of another version is read, never written")
    }
  }
}
