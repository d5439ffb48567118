import Checkpoints
import KernelInterface
import Kernels
import Network
import SystemPackage
import Testing
import Training

/// Weights from a file have the model's tensors, all of them and no others.
@Suite("Stored weights")
struct StoredWeightsTests {
  private static let file: FilePath = "folder/model.safetensors"

  @Test("come back as they were")
  func roundTrip() throws {
    let network = try Self.network()
    let parameters = network.initialParameters(seed: 3)
    let tensors = Self.tensors(of: network, parameters)
    let read = try StoredWeights.parameters(of: network, from: tensors.shuffled(), file: Self.file)
    #expect(read.view.array == parameters.view.array)
  }

  @Test("without a tensor of the model are refused")
  func missing() throws {
    try expectRefusal("has no tensor dense.kernel") { $0.removeAll { $0.name == "dense.kernel" } }
  }

  @Test("with another shape are refused, even one of as many elements")
  func shape() throws {
    try expectRefusal("tensor conv_1.kernel has shape [2, 2, 7, 5], expected [2, 2, 5, 7]") { tensors in
      Self.replace("conv_1.kernel", in: &tensors) { Tensor(name: $0.name, shape: [2, 2, 7, 5], values: $0.values) }
    }
  }

  @Test("with too few elements are refused")
  func elements() throws {
    try expectRefusal("tensor dense_1.bias has") { tensors in
      Self.replace("dense_1.bias", in: &tensors) {
        Tensor(name: $0.name, shape: $0.shape, values: Array($0.values.dropLast()))
      }
    }
  }

  @Test("with a tensor too many are refused")
  func extra() throws {
    try expectRefusal("tensor dense_2.bias is not in the model") {
      $0.append(Tensor(name: "dense_2.bias", shape: [1], values: [0]))
    }
  }

  private func expectRefusal(_ problem: String, _ damage: (inout [Tensor]) -> Void) throws {
    let network = try Self.network()
    var tensors = Self.tensors(of: network, network.initialParameters(seed: 3))
    damage(&tensors)
    let error = try #require(throws: StorageError.self) {
      try StoredWeights.parameters(of: network, from: tensors, file: Self.file)
    }
    #expect(error.kind == .badData)
    #expect(error.path == Self.file)
    #expect(error.problem.hasPrefix(problem), "\(error)")
    #expect(error.advice.contains("sample") && error.advice.contains("--model"))
  }

  private static func replace(_ name: String, in tensors: inout [Tensor], with change: (Tensor) -> Tensor) {
    for index in tensors.indices where tensors[index].name == name { tensors[index] = change(tensors[index]) }
  }

  private static func network() throws -> Network {
    Network(try SampleModel.architecture(), kernels: try KernelRegistry.chosen(environment: [:]), capacity: 1)
  }

  private static func tensors(of network: Network, _ parameters: FloatBuffer) -> [Tensor] {
    network.layout.tensors.map {
      Tensor(name: $0.name, shape: $0.shape, values: $0.elements(of: parameters.view))
    }
  }
}
