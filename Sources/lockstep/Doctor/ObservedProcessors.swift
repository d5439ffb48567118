package import Collectives

/// What was seen of the processors that the ranks of a host may use.
package struct ObservedProcessors: Codable, Sendable {
  /// Those of each rank of this host.
  package var ranks: [ProcessorSet] = []
  /// The machine's processors, core by core.
  package var cores: [[Int]] = []
  /// The threads of each rank that the user asks for.
  package var threads: Int?
  /// How many ranks the launcher starts at most, on all hosts together; nil where it does not say.
  package var slots: Int?
  /// Whether a launcher has started the ranks, and whether it has more processors than it gave them.
  package var isJob = false
  package var isBoundByLauncher = false

  package init() {}

  /// The threads of each rank, asked for or usual.
  private var threadsOfRanks: [Int] { ranks.map { threads ?? $0.threads(beside: ranks) } }
  /// All workers of this host.
  var workers: Int { threadsOfRanks.reduce(0, +) }
  private var own: Set<Int> { Set(ranks.flatMap(\.processors)) }
  /// The cores that ranks may use.
  var usableCores: Int { coreCount(of: own) }
  private var quota: Double? { ranks.compactMap(\.quota).min() }

  private func coreCount(of processors: Set<Int>) -> Int {
    cores.count { core in core.contains { processors.contains($0) } }
  }

  package var findings: [Finding] {
    guard !ranks.isEmpty, !cores.isEmpty else { return [] }
    return [quotaFinding, crowdFinding ?? partFinding, slotFinding].compactMap(\.self)
  }

  private var quotaFinding: Finding? {
    guard let quota, quota < Double(own.count) else { return nil }
    let isShort = quota < 1 || Double(workers) > quota
    return Finding(
      isShort ? .problem : .note, "CPU quota", "\(Self.text(quota)) CPUs for \(count(workers, "thread"))",
      why: isShort
        ? "threads that have used it up stand still until the next period, and the others wait for them"
        : "whole CPUs of it are used by default, however many processors are seen",
      mend: quota < 1
        ? "give the container a CPU at least: docker --cpus 1, limits.cpu of Kubernetes, cpu.max"
        : isShort ? "fewer --threads or ranks, or a larger quota (docker --cpus, limits.cpu)" : "a larger quota")
  }

  /// More threads than cores.
  private var crowdFinding: Finding? {
    let crowded = zip(ranks, threadsOfRanks).first { set, threads in
      let isBound = set.processors.count < cores.flatMap(\.self).count
      return isBound && threads > coreCount(of: Set(set.processors))
    }
    if let (set, threads) = crowded {
      let part = Self.text(set.processors)
      return Finding(
        .problem, "binding",
        "\(threads) threads of a rank are bound to \(count(coreCount(of: Set(set.processors)), "core"))"
          + " (processor\(set.processors.count == 1 ? "" : "s") \(part))",
        why: "they take turns, and wait for each other",
        mend: isBoundByLauncher
          ? "mpirun --bind-to none, or --map-by slot:PE=\(threads) --bind-to core"
          : "fewer --threads, or leave out the taskset or cpuset that binds them")
    }
    let isCrowded = workers > own.count || isJob && sharedProcessors
    guard isCrowded else { return nil }
    return Finding(
      .problem, "processors",
      "\(count(ranks.count, "rank")) x \(threadsOfRanks.max() ?? 1) threads on \(count(own.count, "processor"))",
      why: "they take turns, and wait for each other: right for a test, slow for training",
      mend: "fewer ranks or --threads")
  }

  private var sharedProcessors: Bool { ProcessorSet.areCrowded(ranks, threadsOfEach: threadsOfRanks.max() ?? 1) }

  /// A part of the machine alone.
  private var partFinding: Finding? {
    guard usableCores < cores.count else { return nil }
    let some = "\(usableCores) of \(count(cores.count, "core"))"
    guard isBoundByLauncher else {
      return Finding(
        .note, "processors", "may use \(some)", why: "the affinity mask (taskset, cpuset, a container) allows no more",
        mend: "nothing, if that is meant")
    }
    return Finding(
      .problem, "binding", "mpirun bound the ranks to \(some)",
      why: "the others stand still, or other jobs are bound to the same",
      mend: "mpirun --bind-to none, or as many ranks as cores: Launch/local")
  }

  /// Of this host alone; of several hosts the job judges.
  private var slotFinding: Finding? {
    guard let slots, !isJob else { return nil }
    return Self.slotFinding(slots: slots, workers: 1, cores: usableCores, onEach: usableCores)
  }

  /// - Parameters:
  ///   - workers: the threads that each slot comes with.
  ///   - cores: of all hosts.
  ///   - most: of one host.
  static func slotFinding(slots: Int, workers: Int, cores: Int, onEach most: Int) -> Finding? {
    guard slots * workers < cores else { return nil }
    let word = slots == 1 ? "slot" : "slots"
    return Finding(
      .problem, "slots", "mpirun has \(slots) \(word) for \(cores) cores",
      why: "it refuses to start more ranks than slots",
      mend: "mpirun --host HOST:\(most), slots=\(most) in the hostfile, or in Slurm --ntasks-per-node=\(most)")
  }

  private func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }

  /// "0.5".
  static func text(_ quota: Double) -> String {
    let hundredths = Int((quota * 100).rounded())
    return hundredths.isMultiple(of: 100) ? "\(hundredths / 100)" : "\(Double(hundredths) / 100)"
  }

  /// "0-3, 8".
  static func text(_ processors: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for number in processors.sorted() {
      if let last = ranges.last, last.upperBound + 1 == number {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(
      separator: ", ")
  }
}
