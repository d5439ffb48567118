import Collectives
import FashionMNIST
import Foundation
import KernelInterface
import Kernels
import SystemLimits
import SystemPackage

/// What looks at this host: each part of an observation by itself, and none of it with MPI, which may be what is wrong.
struct Examination {
  /// How long the resolver of names has for its answer, in seconds.
  private static let patience = 3.0

  let options: DoctorOptions
  let environment: [String: String]
  let launch: LaunchEnvironment

  /// Whether a launcher has started this process and is there.
  private var isStarted: Bool { launch.launcher != nil && launch.isGenuine }

  /// - Throws: what is wrong with the model that the user named.
  func observation() throws -> HostObservation {
    var host = HostObservation()
    host.host = HostName.own
    host.start = start
    host.mpi = MPIExamination(launcher: options.launcher, environment: environment, isStarted: isStarted).observation
    host.processors = processors
    if case .ran(let slots?)? = host.mpi.trial { host.processors.slots = slots }
    host.kernels = kernels
    let output = FilePath(options.outputDir ?? "runs")
    let workers = try workers
    let needs = try TrainingNeeds(options.model, workers, output: output, environment: environment)
    host.memory = memory(needs, ranks: workers.onHost)
    host.copying = copying
    host.network = network
    host.limits = limits(ranks: workers.onHost)
    host.folders = folders(needs, output)
    host.data = data
    return host
  }

  /// Ranks and threads as the launcher's variables tell, else as `Launch/local` would start them.
  private var workers: TrainingNeeds.Workers {
    get throws {
      let threads = options.threads ?? 1
      guard isStarted else {
        let ranks = try TrainingNeeds.usualRanks(options.model, threads: threads)
        return .init(onHost: ranks, ranks: ranks, threads: threads)
      }
      let onHost = launch.localRankCount ?? launch.rankCount ?? 1
      return .init(onHost: onHost, ranks: launch.rankCount ?? onHost, threads: threads)
    }
  }

  private var start: ObservedStart {
    var start = ObservedStart()
    start.launcher = isStarted ? launch.launcher?.name : nil
    start.ranks = isStarted ? launch.rankCount : nil
    start.leftover = launch.leftover
    start.settings = environment.filter { name, _ in
      [
        "OMPI_MCA_btl", "OMPI_MCA_pml", "OMPI_MCA_mtl", "OMPI_MCA_rmaps", "OMPI_MCA_hwloc", "PRTE_MCA_rmaps", "I_MPI_",
        "MPICH_",
      ]
      .contains { name.hasPrefix($0) } || name == KernelRegistry.variable
    }
    return start
  }

  /// Before MPI starts; afterwards, of all ranks.
  private var processors: ObservedProcessors {
    var processors = ObservedProcessors()
    processors.ranks = [.current]
    processors.cores = ProcessorCores.online.map { ProcessorCores.cores(of: $0) } ?? []
    processors.threads = options.threads
    processors.isJob = isStarted
    processors.isBoundByLauncher =
      isStarted && ProcessorSet.ofLauncher.processors.count > ProcessorSet.current.processors.count
    processors.slots = environment["OMPI_UNIVERSE_SIZE"].flatMap { isStarted ? Int($0) : nil }
    return processors
  }

  private var kernels: ObservedKernels {
    var kernels = ObservedKernels()
    kernels.usable = KernelRegistry.all.filter(\.isSupported).map(\.name)
    kernels.isNamed = environment[KernelRegistry.variable] != nil
    do { kernels.chosen = try KernelRegistry.chosen(environment: environment).name } catch {
      kernels.fault = error.description.withoutFullStop
    }
    return kernels
  }

  private func memory(_ needs: TrainingNeeds, ranks: Int) -> ObservedMemory {
    var memory = ObservedMemory()
    (memory.windowBytes, memory.ranks, memory.model) = (needs.windowBytes, ranks, needs.model)
    memory.shared = SharedMemoryRoom(trying: memory.neededBytes)
    memory.shortage = needs.shortage
    return memory
  }

  private var copying: ObservedCopying {
    var copying = ObservedCopying()
    copying.isAllowed = CopyTrial.isAllowed
    copying.scope = SystemFiles().traceScope
    copying.isFiltered = SystemFiles().hasCallFilter
    let way = environment["OMPI_MCA_btl_vader_single_copy_mechanism"]
    let transports = environment["OMPI_MCA_btl"]
    copying.isSwitchedOff =
      way.map { $0 != "cma" } ?? false || transports.map { !$0.hasPrefix("^") && !$0.contains("vader") } ?? false
    return copying
  }

  private var network: ObservedNetwork {
    var network = ObservedNetwork()
    network.interfaces = NetworkInterface.all()
    network.name = HostName.resolved(within: Self.patience)
    let transports = environment["OMPI_MCA_btl"]
    network.isChosen =
      ["include", "exclude"].contains { environment["OMPI_MCA_btl_tcp_if_\($0)"] != nil }
      || transports.map { !$0.hasPrefix("^") && !$0.contains("tcp") } ?? false
    return network
  }

  private func limits(ranks: Int) -> ObservedLimits {
    var limits = ObservedLimits()
    limits.openFiles = ProcessLimits.openFiles
    limits.stackBytes = ProcessLimits.stackBytes
    limits.lockedBytes = ProcessLimits.lockedBytes
    limits.addressSpaceBytes = ProcessLimits.addressSpaceBytes
    limits.hasDirectNetwork = SystemFiles().hasDirectNetwork
    limits.ranks = ranks
    return limits
  }
}
