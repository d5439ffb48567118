import ArgumentParser
import Collectives
import ExitCodes
import Faults
import Foundation

/// The program: what each command does is in its own file.
struct Lockstep: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lockstep",
    abstract: "Train convolutional networks on Fashion-MNIST, with the same bits for any number of ranks and threads.",
    discussion: """
      A plain process trains with threads; under mpirun every rank takes a part of the data:

        lockstep train --model lab-001
        mpirun -n 4 lockstep train --model lab-001

      Results go to standard output, progress and messages to standard error.

      Environment: LOCKSTEP_DATA names the folder of the data set, LOCKSTEP_KERNELS the kernels (avx512, avx2, \
      portable; default: the best that this processor runs). All give the same bits. LOCKSTEP_ALONE=1 lets each of the \
      processes that srun or mpirun has started work alone.

      Exit codes: \(ExitStatus.table.map { "\($0.status.rawValue) \($0.meaning)" }.joined(separator: "; ")).
      """,
    version: Program.version,
    subcommands: [
      TrainCommand.self, EvaluateCommand.self, PredictCommand.self, VerifyCommand.self, SummaryCommand.self,
      InspectCommand.self, DataCommand.self, ReportCommand.self, LaunchCommand.self, BenchCommand.self,
      DoctorCommand.self,
    ])
}

@main
enum Main {
  static func main() async {
    Inheritance.settle()
    var haveAgreed = false
    do {
      try BoundProgram.becomeIfAsked()
      let environment = ProcessInfo.processInfo.environment
      try Faults.arm(environment, rank: LaunchEnvironment(environment).rank)
      try StandardOutput.requireOpen()
      try ArgumentBytes.check()
      var command = try Lockstep.parseAsRoot()
      if !(command is any RunsOnAllRanks) {
        guard try RankContext.isFirstOfAll() else { return }
        haveAgreed = true
      }
      // What does not wait must not leave the main thread, which alone may call MPI.
      if var waiting = command as? any AsyncParsableCommand { try await waiting.run() } else { try command.run() }
    } catch {
      end(with: error, haveAgreed: haveAgreed)
    }
  }

  /// Ends the process with the error's text and code; help and version arrive here too, with code 0.
  ///
  /// Every rank of a job parses the same arguments, and rank 0 speaks for all. The others end later, so that mpirun, which
  /// kills the ranks when one fails, does not silence it. Who is still there then knows more than rank 0, and speaks.
  ///
  /// - Parameter haveAgreed: the ranks know already that all do the same.
  private static func end(with error: any Error, haveAgreed: Bool) -> Never {
    let parserCode = Lockstep.exitCode(for: error).rawValue
    let code = parserCode == ExitCode.failure.rawValue ? ExitStatus(of: error).rawValue : parserCode
    let launch = LaunchEnvironment(ProcessInfo.processInfo.environment)
    let text =
      parserCode == ExitCode.failure.rawValue ? "lockstep: \(error)" : Lockstep.fullMessage(for: error)
    guard code == 0 else {
      let hydra = launch.launcher == .hydra && launch.startsMPI ? HydraServer(ProcessInfo.processInfo.environment) : nil
      // Who speaks to Hydra no more cannot have it end the others.
      let isKilled = launch.launcher == .openMPI || hydra.map { !$0.isHungUp } ?? false
      if launch.rank != 0 { Thread.sleep(forTimeInterval: isKilled ? killedBy : 0.5) }
      if !text.isEmpty, launch.rank == 0 || isKilled { StandardError.line(text) }
      hydra?.endJob(code: code)
      exit(code)
    }
    do {
      if !text.isEmpty, launch.rank == 0 { try StandardOutput.asItIs(text + "\n") }
      // Who asks for help on one rank alone must not leave the others waiting.
      if !haveAgreed { _ = try RankContext.isFirstOfAll() }
      exit(code)
    } catch {
      StandardError.line("lockstep: \(error)")
      exit(ExitStatus(of: error).rawValue)
    }
  }

  /// The seconds after which mpirun has killed the other ranks when one failed: 2 on its own host, measured 3.2 on another.
  private static let killedBy = 5.0
}
