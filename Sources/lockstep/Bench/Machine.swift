import Foundation

/// This machine, as the system describes it; only Linux says all of it.
enum Machine {
  /// The name of the processor.
  static var processorName: String {
    let line = text("/proc/cpuinfo")?.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces)
    return name ?? "unknown processor"
  }

  /// How many processes ran or wanted to in the last minute; nil where the system does not say.
  static var loadAverage: Double? {
    text("/proc/loadavg")?.split(separator: " ").first.flatMap { Double($0) }
  }

  /// The content of a file of the system, without white space at its ends; nil where there is no such file.
  private static func text(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
