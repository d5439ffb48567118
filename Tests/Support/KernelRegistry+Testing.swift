package import KernelInterface
public import Kernels
public import Testing

extension KernelRegistry.Entry: CustomTestStringConvertible {
  public var testDescription: String { name }

  /// The kernels; on a CPU that does not run them the test case is skipped, visibly.
  package func kernelsOrSkip() throws -> any KernelSet.Type {
    guard isSupported else { try Test.cancel("this CPU does not run the kernel set \(name)") }
    return kernels
  }
}

extension KernelRegistry {
  /// The sets that the tests run on this CPU.
  package static var tested: [Entry] { all.filter(\.isSupported) }
}
