import CCPUFeatures
public import KernelInterface
import KernelsPortable

#if arch(x86_64)
  import KernelsAVX2
  import KernelsAVX512
#endif

/// The kernel sets of this program: the one list for dispatch, tests and benchmarks.
public enum KernelRegistry {
  /// One kernel set, and whether this CPU runs it.
  public struct Entry: Sendable {
    public let kernels: any KernelSet.Type
    public let isSupported: Bool
    public var name: String { kernels.name }
  }

  /// All sets that were built, best first.
  public static let all: [Entry] = {
    var entries: [Entry] = []
    #if arch(x86_64)
      entries.append(Entry(kernels: AVX512Kernels.self, isSupported: ccpu_supports_x86_64_v4()))
      entries.append(Entry(kernels: AVX2Kernels.self, isSupported: ccpu_supports_x86_64_v3()))
    #endif
    entries.append(Entry(kernels: PortableKernels.self, isSupported: true))
    return entries
  }()

  /// What runs and checkpoints record of the bits of their kernels. All sets give the same; earlier versions had another family
  /// besides, "portable", which rounded products before they were added.
  public static let family = "fused"

  /// The environment variable that names a kernel set.
  public static let variable = "LOCKSTEP_KERNELS"

  /// The best supported set, or the one that `LOCKSTEP_KERNELS` names.
  ///
  /// - Parameter environment: the process' environment.
  /// - Throws: ``UnusableKernelSet`` where the variable names a set that does not exist or that this CPU does not run.
  public static func chosen(environment: [String: String]) throws(UnusableKernelSet) -> any KernelSet.Type {
    guard let name = environment[variable], !name.isEmpty else {
      guard let best = all.first(where: \.isSupported) else { throw UnusableKernelSet(name: "any") }
      return best.kernels
    }
    guard let entry = all.first(where: { $0.name == name.lowercased() }), entry.isSupported else {
      throw UnusableKernelSet(name: name)
    }
    return entry.kernels
  }
}

/// `LOCKSTEP_KERNELS` names a kernel set that cannot run here.
public struct UnusableKernelSet: Error, CustomStringConvertible {
  public let name: String

  public var description: String {
    let sets = KernelRegistry.all.filter(\.isSupported).map(\.name).joined(separator: ", ")
    return """
      \(KernelRegistry.variable)=\(name): this program on this CPU has no such kernel set. \
      It can use: \(sets). Unset the variable to take the best one.
      """
  }
}
