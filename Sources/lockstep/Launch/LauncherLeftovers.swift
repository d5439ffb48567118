import Collectives
import Foundation

/// What mpirun leaves behind when it is killed: its folder among the temporary files, and the shared memory of its ranks.
enum LauncherLeftovers {
  private static let sharedMemory = "/dev/shm"

  /// Removes those of a process that this one has started, and that has ended.
  static func remove(ofProcess process: pid_t) {
    for (folder, owner) in folders where owner == process { remove(folder) }
  }

  /// Removes those of processes of this host that are gone: whoever started them was killed as well, and could not.
  static func removeAbandoned() {
    for (folder, owner) in folders where kill(owner, 0) == -1 && errno == ESRCH { remove(folder) }
  }

  private static func remove(_ folder: URL) {
    if let job = job(in: folder) { removeSegments(ofJob: job) }
    try? FileManager.default.removeItem(at: folder)
  }

  /// `ompi.<host>.<user>/pid.<process>` among the temporary files, of this host and user: Open MPI cuts the host's name at a point.
  private static var folders: [(folder: URL, owner: pid_t)] {
    let host = WatchedJob.ownHostName.prefix { $0 != "." }
    let all = FileManager.default.temporaryDirectory.appending(path: "ompi.\(host).\(getuid())")
    return names(in: all.path).compactMap { name in
      guard name.hasPrefix("pid."), let owner = pid_t(name.dropFirst(4)) else { return nil }
      return (all.appending(path: name), owner)
    }
  }

  /// The upper half of the number that Open MPI has given to the job; in the lower half it counts.
  private static func job(in folder: URL) -> UInt32? {
    let contact = FileManager.default.contents(atPath: folder.appending(path: "contact.txt").path) ?? Data()
    let number = String(decoding: contact, as: UTF8.self).prefix { $0.isASCII && $0.isNumber }
    return UInt32(number).map { $0 >> 16 }
  }

  /// `vader_segment.<host>.<user>.<job>.<rank>`
  private static func removeSegments(ofJob job: UInt32) {
    for name in names(in: sharedMemory) where name.hasPrefix("vader_segment.") {
      let words = name.split(separator: ".")
      guard words.count >= 3, UInt32(words[words.count - 2], radix: 16).map({ $0 >> 16 }) == job else { continue }
      try? FileManager.default.removeItem(atPath: "\(sharedMemory)/\(name)")
    }
  }

  private static func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  }
}
