import Dispatch
import ExitCodes
import Foundation
import Subprocess
import Synchronization
import TextTables

/// Another program that is asked something, and has only so long for its answer.
///
/// This thread waits: it is the main one, which may be about to start MPI.
struct AskedProgram {
  /// As shells tell it; nil where it could not be started, or gave no answer in time.
  let status: ExitStatus?
  let output: String
  /// What it says of a failure.
  let complaint: String

  /// The first program of that name in PATH, or the file that the name is; nil where there is none.
  static func find(_ name: String, _ environment: [String: String]) -> String? {
    if name.contains("/") { return FileManager.default.isExecutableFile(atPath: name) ? name : nil }
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { path in
      var isFolder: ObjCBool = false
      let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      return exists && !isFolder.boolValue && FileManager.default.isExecutableFile(atPath: path)
    }
  }

  /// - Parameter seconds: within which it must have ended.
  init(_ path: String, _ arguments: [String], within seconds: Double) {
    let answer = Answer()
    let task = Task.detached {
      do {
        let result = try await ChildProcess.run(path, arguments)
        answer.give(
          .success(
            Ending(
              status: result.terminationStatus.shellStatus, output: result.standardOutput, error: result.standardError))
        )
      } catch {
        answer.give(.failure(Failure(description: "\(error)")))
      }
    }
    if answer.isThere.wait(timeout: .now() + seconds) == .timedOut {
      task.cancel()
      (status, output, complaint) = (nil, "", "no answer within \(Int(seconds)) s")
      return
    }
    switch answer.value.withLock({ $0 }) {
    case .success(let result)?:
      status = result.status
      output = result.output
      complaint = Self.firstParagraph(result.error.isEmpty ? result.output : result.error)
    case .failure(let error)?: (status, output, complaint) = (nil, "", error.description)
    case nil: (status, output, complaint) = (nil, "", "no answer")
    }
  }

  /// The first words of a message that mpirun has framed with lines.
  private static func firstParagraph(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
      .drop { $0.isEmpty || $0.hasPrefix("---") }
    return lines.prefix { !$0.isEmpty && !$0.hasPrefix("---") }.joined(separator: " ").shortened(to: 200)
  }

  private struct Ending: Sendable {
    let status: ExitStatus
    let output: String
    let error: String
  }

  private struct Failure: Error { let description: String }

  private final class Answer: Sendable {
    let value = Mutex<Result<Ending, Failure>?>(nil)
    let isThere = DispatchSemaphore(value: 0)

    func give(_ ending: Result<Ending, Failure>) {
      value.withLock { $0 = ending }
      isThere.signal()
    }
  }
}
