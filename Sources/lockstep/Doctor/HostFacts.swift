import Collectives
import SystemLimits

/// What was seen on a host, in a few lines for a person.
enum HostFacts {
  /// Names and texts, the same names of every host.
  static func lines(_ host: HostObservation) -> [(name: String, text: String)] {
    [
      ("MPI", mpi(host.mpi)), ("start", start(host)), ("processors", processors(host.processors)),
      ("kernels", kernels(host.kernels)), ("shared memory", memory(host.memory)), ("network", network(host.network)),
      ("limits", limits(host.limits)), ("temporary", folder(host.folders.temporary, host.folders.temporaryFreeBytes)),
      ("output", host.folders.output.map { folder($0, host.folders.outputFreeBytes) } ?? ""), ("data", data(host.data)),
    ].filter { !$0.1.isEmpty }
  }

  private static func mpi(_ mpi: ObservedMPI) -> String {
    let library = mpi.library == nil ? "none in this program" : mpi.libraryRelease?.name ?? "an unknown library"
    guard let launcher = mpi.launcher else { return "\(library); no mpirun" }
    return "\(library); \(launcher) of \(mpi.launcherRelease?.name ?? "an unknown MPI")"
  }

  private static func start(_ host: HostObservation) -> String {
    let ranks = host.start.ranks.map { ", \(words($0, "rank"))" } ?? ""
    let settings = host.start.settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return ([host.start.launcher.map { $0 + ranks } ?? "a plain process"] + settings).joined(separator: "; ")
  }

  private static func processors(_ processors: ObservedProcessors) -> String {
    let all = processors.cores.flatMap(\.self).count
    let quota = processors.ranks.compactMap(\.quota).min().map { "a quota of \(ObservedProcessors.text($0)) CPUs" }
    let slots = processors.slots.map { words($0, "slot") }
    let cores = "\(processors.usableCores) of \(words(processors.cores.count, "core")), \(words(all, "processor"))"
    return [cores, quota, slots, words(processors.workers, "thread")].compactMap(\.self).joined(separator: ", ")
  }

  private static func words(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }

  private static func kernels(_ kernels: ObservedKernels) -> String {
    let others = kernels.usable.filter { $0 != kernels.chosen }.joined(separator: ", ")
    return (kernels.chosen ?? "none") + (others.isEmpty ? "" : " (also \(others))")
  }

  private static func memory(_ memory: ObservedMemory) -> String {
    guard let shared = memory.shared else { return "" }
    let need =
      memory.ranks > 1 ? ", \(memory.ranks) ranks of \(memory.model) take \(ByteCount.text(memory.neededBytes))" : ""
    return "\(ByteCount.text(shared.freeBytes)) of \(ByteCount.text(shared.bytes)) free\(need)"
  }

  private static func network(_ network: ObservedNetwork) -> String {
    let interfaces = network.outward.map { "\($0.name) \($0.addresses.joined(separator: " "))" }
    let name = network.name.map { "\"\($0.name)\" is \($0.addresses.first ?? "no address")" }
    return ((interfaces.isEmpty ? ["loopback alone"] : interfaces) + [name].compactMap(\.self)).joined(separator: ", ")
  }

  private static func limits(_ limits: ObservedLimits) -> String {
    func text(_ bytes: Int?) -> String { bytes.map(ByteCount.text) ?? "unlimited" }
    let files = limits.openFiles.map { "\($0)" } ?? "unlimited"
    return "-n \(files), -s \(text(limits.stackBytes)), -l \(text(limits.lockedBytes)), "
      + "-v \(text(limits.addressSpaceBytes))"
  }

  private static func folder(_ folder: String, _ free: Int?) -> String {
    free.map { "\(folder), \(ByteCount.text($0)) free" } ?? folder
  }

  private static func data(_ data: ObservedData) -> String {
    guard let folder = data.folder else { return "not found" }
    let isOfficial = data.damaged.isEmpty && data.unofficial.isEmpty
    return "\(folder)\(isOfficial ? ", Fashion-MNIST (verified)" : "")"
  }
}
