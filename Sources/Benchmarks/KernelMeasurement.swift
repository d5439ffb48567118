/// One kernel on one shape.
package struct KernelMeasurement: Sendable, Equatable {
  /// What it computes: "3x3 on 28x28x1 to 32, forward".
  package let name: String
  /// The sizes that its speed depends on: "rows x columns x depth".
  package let size: String
  /// One call.
  package let work: Work

  package init(name: String, size: String, work: Work) {
    self.name = name
    self.size = size
    self.work = work
  }
}
