import Foundation

/// What the system says of a rank's process.
package enum ProcessState: Int, Codable, Sendable {
  /// Nothing: no /proc, or a process in another container.
  case unknown
  /// A thread runs, or would if it had a processor.
  case computing
  /// All threads wait for something.
  case asleep
  /// A thread waits for a disk or a network file system.
  case fileSystem
  /// By a signal.
  case stopped
  /// By a debugger.
  case traced
  /// It is gone, or nothing but its exit code is left.
  case ended
}

/// One process of a machine, so that another that gets its number later is not taken for it.
package struct ProcessIdentity: Hashable, Codable, Sendable {
  package let number: Int32
  /// In ticks since the machine started.
  let startTime: String
  /// In which numbering of processes the number counts: containers have their own.
  let numbering: String

  /// This process; nil where there is no /proc.
  static var own: ProcessIdentity? {
    let number = ProcessInfo.processInfo.processIdentifier
    guard let status = ProcessStatus(path: "/proc/\(number)/stat"),
      let numbering = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
    else { return nil }
    return ProcessIdentity(number: number, startTime: status.startTime, numbering: numbering)
  }

  /// What the system says of it, seen from the process `observer` of the same host.
  ///
  /// - Parameter ignored: threads with this name do not count.
  func state(seenFrom observer: ProcessIdentity?, ignoring ignored: String) -> ProcessState {
    guard let observer, observer.numbering == numbering else { return .unknown }
    guard let whole = ProcessStatus(path: "/proc/\(number)/stat"), whole.startTime == startTime else { return .ended }
    switch whole.letter {
    case "T": return .stopped
    case "t": return .traced
    case "Z", "X", "x": return .ended
    default: break
    }
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(number)/task")) ?? []
    let letters = threads.compactMap { ProcessStatus(path: "/proc/\(number)/task/\($0)/stat") }
      .filter { $0.name != ignored }.map(\.letter)
    return letters.contains("R") ? .computing : letters.contains("D") ? .fileSystem : .asleep
  }
}

/// The fields of a file `stat` in /proc that matter here.
struct ProcessStatus: Equatable {
  let name: String
  /// One for each state; see proc(5).
  let letter: Character
  let startTime: String

  /// Nil if the process is gone.
  init?(path: String) {
    guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
    self.init(text: String(decoding: bytes, as: UTF8.self))
  }

  /// - Parameter text: as in `4242 (name) S 1 …`; a name may hold brackets and spaces.
  init?(text: String) {
    guard let open = text.firstIndex(of: "("), let end = text.lastIndex(of: ")"), open < end else { return nil }
    // From the third field on; the time is the twenty-second.
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 19, let letter = fields[0].first else { return nil }
    name = String(text[text.index(after: open)..<end])
    self.letter = letter
    startTime = String(fields[19])
  }
}
