import Foundation

/// What Linux tells about a process in files; nothing where there are none.
enum ProcessFile {
  static func text(_ file: String, of process: String) -> String {
    String(decoding: contents(file, of: process), as: UTF8.self)
  }

  /// Whether a process has the place among the ranks of a job that is told by `environment`: it was started as this rank.
  static func isRank(_ environment: [String: String], process: String) -> Bool {
    let marks = ["PMIX_NAMESPACE", "PMIX_RANK"].map { name in environment[name].map { "\(name)=\($0)" } }
    let variables = contents("environ", of: process).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    return marks.allSatisfy { mark in mark.map(variables.contains) ?? false }
  }

  /// The processes that this one's threads have started, or adopted.
  static func children() -> [String] {
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
    return threads.flatMap { text("task/\($0)/children", of: "self").split(separator: " ").map(String.init) }
  }

  /// Whether a process has a variable of that name.
  static func hasVariable(_ name: String, process: String) -> Bool {
    contents("environ", of: process).split(separator: 0).contains { $0.starts(with: "\(name)=".utf8) }
  }

  private static func contents(_ file: String, of process: String) -> Data {
    // To the end: the system gives a page at a time.
    (try? FileHandle(forReadingAtPath: "/proc/\(process)/\(file)")?.readToEnd()) ?? Data()
  }
}
