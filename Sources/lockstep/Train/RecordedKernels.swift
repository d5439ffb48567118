import Kernels
import TextTables

/// The kernels with which a run was computed.
enum RecordedKernels {
  /// Why this program does not compute the bits of a run; nil where it does.
  ///
  /// - Parameter family: what the run has recorded.
  static func complaint(family: String) -> String? {
    guard family != KernelRegistry.family else { return nil }
    return
      "was computed with kernels of the family \(family.printable()), and here are those of \(KernelRegistry.family), "
      + "whose last bits differ. Take the version of the program that trained it."
  }
}
