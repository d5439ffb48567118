import Collectives
import ExitCodes
import FashionMNIST
import Faults
import Foundation
import KernelInterface
import RunPhases
import Training

#if MPI
  import MPICollectives
#endif

/// This process as one rank of a job: the only place that picks a communicator.
struct RankContext {
  let communicator: any Communicator
  /// Those of its ranks that run on this host.
  let host: any Communicator
  /// Runs a phase that fails on all ranks where it fails on one.
  let together: FailTogether
  let environment: [String: String]

  var isFirst: Bool { communicator.rank == 0 }

  /// Runs `body` on every rank, and ends the process if it fails: with one message, and one code on all ranks.
  ///
  /// - Parameter stalls: when to speak of ranks that hang; by default what is usual where there are several.
  /// - Throws: what is wrong with the start of this process, where that is known before the ranks have found each other.
  static func run(stalls: StallTimes? = nil, _ body: (RankContext) throws -> Void) throws {
    let environment = ProcessInfo.processInfo.environment
    let launch = LaunchEnvironment(environment)
    if let leftover = launch.leftover { throw LaunchError(description: leftover) }
    Whereabouts.begin(rank: launch.rank)
    let recorder = FlightRecorder.join(environment, rank: launch.rank)
    LostRanks.watch(recorder, rank: launch.rank)
    Whereabouts.enter(.starting)
    let startWatch = StartWatch(rank: launch.rank, recorder: recorder, times: stalls ?? .usual)
    let ranks = try makeCommunicator(launch, environment, startWatch)
    var job: WatchedJob?
    do {
      if let complaint = launch.complaint(ranksFound: ranks.rankCount, hasMPI: hasMPI) {
        throw LaunchError(description: complaint)
      }
      let watched = try watch(ranks, stalls, startWatch)
      job = watched
      try body(RankContext(watched.communicator, host: watched.host, environment))
      watched.communicator.heartbeat.enter(.ending)
      Whereabouts.leave(isExplained: false)
      try watched.finish()
      try shutDown(ranks)
    } catch {
      job?.close()
      end(ranks, launch, with: error)
    }
  }

  /// Compares what the ranks are about to do, then lets them watch each other. Heartbeats need collective calls, and those
  /// are not the same in another program. Collective.
  private static func watch(
    _ ranks: any Communicator, _ stalls: StallTimes?, _ startWatch: StartWatch
  ) throws -> WatchedJob {
    let voice = Watcher.Voice(say: { StandardError.line("lockstep: \($0)") }) {
      Whereabouts.leave(isExplained: true)
      _exit(ExitStatus.hung.rawValue)
    }
    guard ranks.rankCount > 1 else { return try WatchedJob(ranks, stalls ?? .off, voice) }
    return try startWatch.during("the comparison of their options") {
      try Agreement.reach(.own, over: ranks)
      return try WatchedJob(ranks, stalls ?? .usual, voice)
    }
  }

  /// Whether this process does the work of a command that one process does alone; the others then do nothing.
  ///
  /// All ranks agree first, so that none waits in vain for one that does something else. Where processes cannot find each
  /// other, each does it: better twice than not at all.
  static func isFirstOfAll() throws -> Bool {
    var isFirst = true
    if LaunchEnvironment(ProcessInfo.processInfo.environment).startsMPI {
      try run(stalls: .off) { isFirst = $0.isFirst }
    }
    return isFirst
  }

  private init(_ communicator: any Communicator, host: any Communicator, _ environment: [String: String]) {
    self.communicator = communicator
    self.host = host
    self.environment = environment
    together = FailTogether(communicator) { (ExitStatus(of: $0).rawValue, "\($0)") }
  }

  /// A job of this process alone, for what it does while the other ranks do something else.
  var alone: RankContext { .alone(environment) }

  /// A job of this process alone.
  static func alone(_ environment: [String: String]) -> RankContext {
    let communicator = SoloRank()
    return RankContext(communicator, host: communicator, environment)
  }

  /// The value that rank 0 computes, on all ranks. Collective.
  func fromFirst(_ phase: String, _ work: () throws -> [UInt8]) throws -> [UInt8] {
    let bytes = try together(phase) { isFirst ? try work() : [] }
    return try communicator.broadcast(bytes, from: 0)
  }

  /// The parameter vector that rank 0 makes, on all ranks. Collective.
  func parameters(_ phase: String, _ work: () throws -> FloatBuffer) throws -> FloatBuffer {
    let own = try together(phase) { isFirst ? try work() : nil }
    return try SharedVector(own, from: 0, communicator).values
  }

  /// Throws unless all ranks have the same data sets. Collective.
  func requireSameData(_ identities: [DatasetIdentity]) throws {
    let texts = try communicator.gatherBytes(Array(identities.map(\.sha256).joined(separator: "+").utf8))
    let others = texts.indices.filter { texts[$0] != texts[0] }
    guard let other = others.first else { return }
    throw LaunchError(
      description: """
        rank \(other) has another data set than rank 0 (\(others.count) of \(texts.count) ranks differ): sha256 \
        \(String(decoding: texts[other], as: UTF8.self)), expected \(String(decoding: texts[0], as: UTF8.self)). \
        Give all hosts the same files.
        """)
  }

  #if MPI
    private static let hasMPI = true

    private static func makeCommunicator(
      _ launch: LaunchEnvironment, _ environment: [String: String], _ watch: StartWatch
    ) throws -> any Communicator {
      guard launch.startsMPI else { return SoloRank() }
      if let complaint = launch.complaint(library: MPIRanks.library) { throw LaunchError(description: complaint) }
      try MPIStart.requireFirst(environment)
      // A rank that waits must not take a core from one that works; a user's own setting stands.
      let processors = launch.launcher == .openMPI ? ProcessorSet.ofLauncher : .current
      let isCrowded = (launch.localRankCount ?? 1) > processors.count
      if isCrowded { _ = unsafe setenv("OMPI_MCA_mpi_yield_when_idle", "1", 0) }
      return try watch.during("MPI_Init") { try MPIRanks() }
    }

    private static func shutDown(_ communicator: any Communicator) throws {
      try (communicator as? MPIRanks)?.shutDown()
    }
  #else
    private static let hasMPI = false
    private static func makeCommunicator(
      _ launch: LaunchEnvironment, _ environment: [String: String], _ watch: StartWatch
    ) throws -> any Communicator { SoloRank() }
    private static func shutDown(_ communicator: any Communicator) throws {}
  #endif

  /// Says what happened, once, and ends the process.
  ///
  /// - Parameter launch: as it was before MPI was started, which may add variables to it.
  private static func end(
    _ communicator: any Communicator, _ launch: LaunchEnvironment, with error: any Error
  ) -> Never {
    let code = ExitStatus(of: error).rawValue
    Whereabouts.leave(isExplained: false)
    guard (error as? any ProgramError)?.isShared ?? false else {
      let who = communicator.rankCount > 1 ? "rank \(communicator.rank): " : ""
      StandardError.line("lockstep: \(who)\(error)")
      communicator.abort(code: code)
    }
    // Processes that do not find each other are all rank 0; only the launcher's variables tell them apart.
    let isHeard = communicator.rankCount > 1 ? communicator.rank == 0 : launch.rank == 0
    if isHeard { StandardError.line("lockstep: \(error)") }
    do { try shutDown(communicator) } catch { communicator.abort(code: code) }
    exit(code)
  }
}
