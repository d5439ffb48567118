/// The arithmetic behind a model's table: how every parameter count and output size comes about.
package struct ModelExplanation {
  private let architecture: Architecture

  /// The explanation of an architecture.
  package init(_ architecture: Architecture) {
    self.architecture = architecture
  }

  /// A line or two for each layer, with a line feed at the end of every line.
  package var text: String {
    let legend =
      "An output has \(WindowGeometry.formula) rows or columns: input W, window F, padding P on each side, stride S."
    let layers = architecture.layers.flatMap { layer in
      let arithmetic = layer.kind.description.outputArithmetic(for: layer.inputShape)
      return ["\(layer.name): \(parameters(of: layer)); \(arithmetic[0])"] + arithmetic.dropFirst().map { "  " + $0 }
    }
    return ([legend] + layers).map { $0 + "\n" }.joined()
  }

  /// `kernel 3 x 3 x 1 x 32 + bias 32 = 320 parameters`
  private func parameters(of layer: Layer) -> String {
    guard !layer.tensors.isEmpty else { return "no parameters" }
    let terms = layer.tensors.map { tensor in
      let name = tensor.name.dropFirst(layer.name.count + 1)
      return "\(name) \(tensor.shape.map(String.init).joined(separator: " x "))"
    }
    let sum = "\(terms.joined(separator: " + ")) = \(SummaryTable.grouped(layer.parameterCount)) parameters"
    let fixed = layer.tensors.filter { !$0.role.isTrained }.reduce(0) { $0 + $1.elementCount }
    return fixed == 0 ? sum : sum + ", \(SummaryTable.grouped(fixed)) of them not trained"
  }
}
