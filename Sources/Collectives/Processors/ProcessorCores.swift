import Foundation

/// The physical cores of this machine, as Linux describes them.
package enum ProcessorCores {
  /// The processors among these that belong to one core, core by core.
  package static func cores(of processors: [Int]) -> [[Int]] {
    let cores = Dictionary(grouping: processors) { number in
      text("cpu\(number)/topology/thread_siblings_list") ?? "\(number)"
    }
    return cores.values.sorted { $0[0] < $1[0] }
  }

  /// The processors that the machine has; nil where the system does not say.
  package static var online: [Int]? { text("online").map { ProcessorSet.numbers(inList: $0) } }

  private static func text(_ path: String) -> String? {
    try? String(contentsOfFile: "/sys/devices/system/cpu/" + path, encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
