import Network

/// Where the time of a rank's first thread went.
struct RankProfile: Codable, Sendable {
  /// One account of the ledger.
  struct Part: Codable, Sendable {
    let name: String
    let seconds: Double
  }

  let parts: [Part]

  /// - Parameter stageNames: the layers of each stage.
  init(_ ledger: TimeLedger, stageNames: [String]) {
    parts = ledger.accounts.map { Part(name: Self.name(of: $0, stageNames), seconds: ledger.seconds($0)) }
  }

  /// All of the run.
  var total: Double { parts.reduce(0) { $0 + $1.seconds } }

  private static func name(of account: TimeAccount, _ stageNames: [String]) -> String {
    switch account {
    case .data: "data"
    case .forward(let stage): "forward \(stageNames[stage])"
    case .backward(let stage): "backward \(stageNames[stage])"
    case .loss: "loss"
    case .threads: "waiting for threads"
    case .join: "adding gradients"
    case .exchangeWait: "exchange, waiting"
    case .exchange: "exchange, transfer"
    case .optimizer: "optimizer"
    case .preparation: "preparing weights"
    case .evaluation: "evaluation"
    case .recording: "recording"
    case .checks: "checks"
    case .other: "other"
    }
  }
}
