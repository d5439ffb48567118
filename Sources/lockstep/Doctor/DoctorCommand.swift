import ArgumentParser
import Collectives
import Encodings
import ExitCodes
import Foundation

/// `lockstep doctor`.
struct DoctorCommand: ParsableCommand, RunsOnAllRanks {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look for what would make a training fail or be slow here, and say what mends it.",
    usage: """
      lockstep doctor [<options>]
      mpirun -n <n> lockstep doctor [<options>]
      """,
    discussion: """
      Looks at MPI and its mpirun, slots, binding, CPU quota, kernels, shared memory, networks, limits, the data set, and \
      the folders that are written to. Alone it starts one rank to see whether that works; under mpirun it looks at every \
      host of the job as the ranks find it.

      Prints what it saw, and a line for each finding: a problem, or a note of what matters only elsewhere. Exit codes: 0 \
      no problem; 69 a problem was found.
      """)

  @OptionGroup var options: DoctorOptions

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    let launch = LaunchEnvironment(environment)
    let examination = Examination(options: options, environment: environment, launch: launch)
    // Another rank of this host may look for it.
    let isSpeaker = (launch.localRank ?? 0) == 0 || launch.rank == 0
    var own = isSpeaker ? try examination.observation() : nil
    // Under the launcher of another MPI the start may end the process.
    let complaint = OwnMPI.library.flatMap { launch.complaint(library: $0) }
    guard launch.startsMPI, complaint == nil else {
      own?.start.complaint = complaint ?? launch.complaint(ranksFound: 1, hasMPI: OwnMPI.library != nil)
      try conclude(own.map { [$0] } ?? [], isHeard: launch.rank == 0)
      return
    }
    let watch = StartGuard(own) { host in try? report(Diagnosis([host])) }
    // What is wrong before MPI starts has a message of its own.
    defer { watch.end() }
    try RankContext.run(stalls: .off, acceptsLoneRanks: true, hasStarted: watch.mpiHasStarted) { context in
      var host = context.host.rank == 0 ? try own ?? examination.observation() : nil
      host?.start.complaint = launch.complaint(ranksFound: context.communicator.rankCount, hasMPI: true)
      let hosts = try gather(host, context)
      watch.end()
      let isHeard = context.communicator.rankCount > 1 ? context.isFirst : launch.rank == 0
      try conclude(hosts, isHeard: isHeard)
    }
  }

  /// The observations of all hosts. Collective.
  private func gather(_ own: HostObservation?, _ context: RankContext) throws -> [HostObservation] {
    var own = own
    let sets = try ProcessorSet.all(of: context.host)
    own?.processors.ranks = sets
    try context.communicator.barrier()
    if context.communicator.rankCount > 1 { own?.clockSeconds = Date.now.timeIntervalSince1970 }
    let text = try own.map { try JSONText.text($0) } ?? ""
    return try context.communicator.gatherBytes(Array(text.utf8)).filter { !$0.isEmpty }
      .map { try JSONText.value(HostObservation.self, of: Data($0)) }
  }

  /// Throws where there is a problem, on all ranks alike.
  ///
  /// - Parameter isHeard: this rank prints what was found.
  private func conclude(_ hosts: [HostObservation], isHeard: Bool) throws {
    let diagnosis = Diagnosis(hosts)
    if isHeard { try report(diagnosis) }
    if diagnosis.problemCount > 0 || hosts.isEmpty { throw ProblemsFound(diagnosis) }
  }

  private func report(_ diagnosis: Diagnosis) throws {
    if options.json {
      return try JSONOutput.write(json: JSONText.text(DiagnosisRecord(diagnosis), keys: .convertToSnakeCase))
    }
    try StandardOutput.text(DiagnosisText(diagnosis: diagnosis, columns: Terminal.outputColumns).text)
  }
}

/// The doctor found what would make a training fail or be slow.
struct ProblemsFound: ProgramError {
  let description: String

  init(_ diagnosis: Diagnosis) {
    let count = diagnosis.problemCount
    description = "\(count) problem\(count == 1 ? "" : "s") found, see above."
  }

  var exitStatus: ExitStatus { .launchUnusable }
  var isShared: Bool { true }
}
