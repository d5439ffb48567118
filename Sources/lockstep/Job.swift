import Collectives
import Foundation
import KernelInterface

#if MPI
  import MPICollectives
#endif

/// This process as one rank of a job: the only place that picks a communicator.
struct Job {
  let communicator: any Communicator
  /// Runs a phase that fails on all ranks where it fails on one.
  let together: FailTogether
  let environment: [String: String]

  var isFirst: Bool { communicator.rank == 0 }

  /// Runs `body` on every rank, and ends the process if it fails: with one message, and one code on all ranks.
  static func run(_ body: (Job) throws -> Void) throws {
    let environment = ProcessInfo.processInfo.environment
    let launch = LaunchEnvironment(environment)
    let communicator = try makeCommunicator(launch)
    let job = Job(
      communicator: communicator,
      together: FailTogether(communicator) { (ExitStatus.code(of: $0), "\($0)") }, environment: environment)
    do {
      if let complaint = launch.complaint(ranksFound: communicator.rankCount, hasMPI: hasMPI) {
        throw LaunchError(description: complaint)
      }
      try body(job)
      try job.shutDown()
    } catch {
      job.end(with: error)
    }
  }

  /// A job of this process alone, for what it does while the other ranks do something else.
  var alone: Job {
    let communicator = SoloRank()
    return Job(
      communicator: communicator,
      together: FailTogether(communicator) { (ExitStatus.code(of: $0), "\($0)") }, environment: environment)
  }

  /// The value that rank 0 computes, on all ranks. Collective.
  func fromFirst(_ phase: String, _ work: () throws -> [UInt8]) throws -> [UInt8] {
    let bytes = try together(phase) { isFirst ? try work() : [] }
    return try communicator.broadcast(bytes, from: 0)
  }

  /// The parameter vector that rank 0 makes, on all ranks. Collective.
  func parameters(_ phase: String, _ work: () throws -> FloatBuffer) throws -> FloatBuffer {
    let own = try together(phase) { isFirst ? try work() : nil }
    let bytes = own?.view.array.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
    }
    let all = try communicator.broadcast(bytes ?? [], from: 0)
    let parameters = FloatBuffer(count: all.count / 4)
    for index in 0..<parameters.count {
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(all[4 * index + $1]) << (8 * UInt32($1)) }
      parameters[index] = Float(bitPattern: bits)
    }
    return parameters
  }

  /// Throws unless all ranks have the same text. Collective.
  func requireAgreement(on subject: String, _ text: String, advice: String) throws {
    let texts = try communicator.gatherBytes(Array(text.utf8))
    let others = texts.indices.filter { texts[$0] != texts[0] }
    guard let other = others.first else { return }
    throw LaunchError(
      description: """
        rank \(other) has another \(subject) than rank 0 (\(others.count) of \(texts.count) ranks differ): \
        \(String(decoding: texts[other], as: UTF8.self)), expected \(String(decoding: texts[0], as: UTF8.self)). \
        \(advice)
        """)
  }

  #if MPI
    private static let hasMPI = true

    private static func makeCommunicator(_ launch: LaunchEnvironment) throws -> any Communicator {
      guard launch.startsMPI else { return SoloRank() }
      // A rank that waits must not take a core from one that works; a user's own setting stands.
      let crowded = (launch.localRankCount ?? 1) > ProcessInfo.processInfo.processorCount
      if crowded { _ = unsafe setenv("OMPI_MCA_mpi_yield_when_idle", "1", 0) }
      return try MPIRanks()
    }

    private func shutDown() throws { try (communicator as? MPIRanks)?.shutDown() }
  #else
    private static let hasMPI = false
    private static func makeCommunicator(_ launch: LaunchEnvironment) throws -> any Communicator { SoloRank() }
    private func shutDown() throws {}
  #endif

  /// Says what happened, once, and ends the process.
  private func end(with error: any Error) -> Never {
    let code = ExitStatus.code(of: error)
    guard ExitStatus.isShared(error) else {
      StandardError.line("lockstep: rank \(communicator.rank): \(error)")
      communicator.abort(code: code)
    }
    // Processes that do not find each other are all first; the launcher has told them apart.
    let isHeard = communicator.rankCount > 1 ? isFirst : LaunchEnvironment(environment).rank == 0
    if isHeard { StandardError.line("lockstep: \(error)") }
    do { try shutDown() } catch { communicator.abort(code: code) }
    exit(code)
  }
}
