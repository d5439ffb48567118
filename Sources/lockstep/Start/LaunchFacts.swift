import Benchmarks
import Collectives
import Foundation

/// What `Launch/local` needs to know before it starts ranks: `train --print-launch`.
struct LaunchFacts {
  /// Five words: the shards; the processors and the cores that this process may use; whether these are the whole machine,
  /// and whether a process may copy from another's memory, yes or no.
  let text: String

  /// - Throws: unless ranks can be started from here.
  init(shards: Int) throws {
    try LaunchEnvironment(ProcessInfo.processInfo.environment).requireAlone(for: "Launch/local")
    let processors = Machine.processors
    let answers = [processors.isWholeMachine, processors.canCopyDirectly].map { $0 ? "yes" : "no" }
    text = "\(shards) \(processors.count) \(processors.cores) \(answers.joined(separator: " "))"
  }
}

extension LaunchEnvironment {
  /// Throws unless this process is alone: ranks cannot start ranks.
  func requireAlone(for subject: String) throws(LaunchError) {
    if let leftover { throw LaunchError(description: leftover) }
    guard let launcher, launcher.speaksMPI || rankCount != 1 else { return }
    throw LaunchError(
      description: "\(subject) was started by \(launcher.name), but starts the ranks itself: run it as a plain process")
  }
}
