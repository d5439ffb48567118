import Encodings
import Foundation

/// The result of `bench kernels`: how fast one core computes the parts of a model, and single kernels.
package struct KernelsReport: Sendable, Equatable {
  package let setting: BenchmarkSetting
  /// The name of the kernel set.
  package let kernels: String
  /// Repeats of every measurement.
  package let repeats: Int
  /// Multiply-adds on registers alone: what everything else is measured by.
  package let peak: Work
  package let model: ModelMeasurement
  /// The general strided product.
  package let products: [KernelMeasurement]
  /// Kernels that are as fast as memory lets them.
  package let memory: [KernelMeasurement]

  package init(
    setting: BenchmarkSetting, kernels: String, repeats: Int, peak: Work, model: ModelMeasurement,
    products: [KernelMeasurement], memory: [KernelMeasurement]
  ) {
    self.setting = setting
    self.kernels = kernels
    self.repeats = repeats
    self.peak = peak
    self.model = model
    self.products = products
    self.memory = memory
  }

  /// The report as a JSON object, without a final newline.
  package func json() throws -> String {
    try JSONText.text(KernelsRecord(self), .indented, keys: .convertToSnakeCase)
  }
}
