import Kernels
import Support

/// Where a run is computed, which must not matter: on how many ranks and threads, with which kernels.
struct Placement: Sendable, CustomStringConvertible {
  /// The ranks under mpirun; nil for a plain process.
  var ranks: Int?
  /// The threads of each rank; nil for the program's choice.
  var threads: Int?
  /// The kernel set; nil for the program's choice.
  var kernels: String?
  /// How gradients travel; nil for the program's choice.
  var exchange: String?

  var description: String {
    let parts = [
      ranks.map { "\($0) ranks" } ?? "a plain process", threads.map { "\($0) threads" },
      kernels.map { "kernels \($0)" }, exchange.map { "exchange \($0)" },
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  /// The numbers of ranks that are tested: fixed, for they must not depend on the machine; more than it has processors.
  static let rankCounts = [1, 2, 3, 4, 5]
  /// The numbers of threads of a plain process that are tested.
  static let threadCounts = [1, 2, 3]
  /// All that are compared, the plainest first.
  static var all: [Placement] {
    threadCounts.map { Placement(threads: $0) } + rankCounts.map { Placement(ranks: $0) }
      + [Placement(ranks: 2, threads: 2)]
      + [2, 3].map { Placement(ranks: $0, exchange: "messages") } + [Placement(ranks: 4, exchange: "shared")]
      + KernelRegistry.all.filter(\.isSupported).map { Placement(threads: 2, kernels: $0.name) }
  }

  /// The call of the program, placed so.
  func command(_ arguments: [String]) -> Command {
    let arguments = arguments + (threads.map { ["--threads", "\($0)"] } ?? [])
    let environment = kernels.map { ["LOCKSTEP_KERNELS": $0] } ?? [:]
    return ranks.map { MPILauncher.job(ranks: $0, arguments, environment: environment) }
      ?? LockstepProgram.command(arguments, environment: environment)
  }
}
