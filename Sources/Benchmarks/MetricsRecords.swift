import Foundation

/// The records of `metrics.jsonl` that benchmarks read, as far as they read them.
struct MetricsRecords {
  struct Start: Decodable {
    struct Run: Decodable {
      struct Configuration: Decodable {
        struct Optimizer: Decodable {
          let learningRate: Double
        }

        let optimizer: Optimizer
      }

      let configuration: Configuration
      let kernels: String
      let trainingImages: Int
    }

    let run: Run
  }

  struct End: Decodable {
    let imagesPerSecond: Double
    let weightsSHA256: String

    private enum CodingKeys: String, CodingKey {
      case imagesPerSecond
      // What the strategy makes of weights_sha256.
      case weightsSHA256 = "weightsSha256"
    }
  }

  struct Profile: Decodable {
    struct Rank: Decodable {
      struct Part: Decodable {
        let name: String
        let seconds: Double
      }

      let parts: [Part]
    }

    let ranks: [Rank]

    /// The share of exchange in the training time of all ranks; nil where no time was measured.
    ///
    /// Evaluation and recording are no part of a training step.
    var exchangeShare: Double? {
      let parts = ranks.flatMap(\.parts).filter { !["evaluation", "recording"].contains($0.name) }
      let total = parts.reduce(0) { $0 + $1.seconds }
      let exchange = parts.filter { $0.name.hasPrefix("exchange") }.reduce(0) { $0 + $1.seconds }
      return total > 0 ? exchange / total : nil
    }
  }

  private(set) var start: Start?
  private(set) var end: End?
  private(set) var profile: Profile?

  /// Reads one JSON object a line; the last of several of a kind counts.
  init(_ metrics: Data) throws(UnreadableMetrics) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    for (index, line) in metrics.split(separator: UInt8(ascii: "\n")).enumerated() {
      do {
        switch try decoder.decode(Kind.self, from: line).event {
        case "run_start": start = try decoder.decode(Start.self, from: line)
        case "run_end": end = try decoder.decode(End.self, from: line)
        case "profile": profile = try decoder.decode(Profile.self, from: line)
        default: break
        }
      } catch {
        throw UnreadableMetrics(problem: "line \(index + 1) cannot be read: \(error)")
      }
    }
  }

  private struct Kind: Decodable {
    let event: String
  }
}
