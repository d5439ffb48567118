import TextTables

/// A network's plan as text: each stage with its passes, and what the words mean.
package struct PlanTable {
  private let plan: NetworkPlan

  package init(_ plan: NetworkPlan) { self.plan = plan }

  /// The whole text, with a line feed at the end of every line.
  package var text: String {
    (head + [""] + table + [""] + notes).map { $0 + "\n" }.joined()
  }

  private var head: [String] {
    [
      ("kernels", plan.kernels),
      ("images", "\(plan.capacity) at once"),
      (
        "memory",
        "\(SummaryTable.memory(floats: plan.bufferFloats)) for each thread, "
          + "\(SummaryTable.memory(floats: plan.preparedFloats)) of it for prepared weights"
      ),
    ]
    .map { name, value in name + String(repeating: " ", count: 10 - name.count) + value }
  }

  private var table: [String] {
    var table = TextTable([
      ("pass", .left), ("path", .left), ("method", .left), ("dense", .right), ("computed", .right),
    ])
    for stage in plan.stages {
      for pass in stage.plan.passes { table.append(Self.cells(pass.name, pass.plan)) }
    }
    var rows = table.lines[...]
    var lines = [rows.removeFirst()]
    for stage in plan.stages {
      lines.append(Self.title(stage))
      lines += rows.prefix(stage.plan.passes.count) + stage.plan.notes.map { "  - \($0)" }
      rows = rows.dropFirst(stage.plan.passes.count)
    }
    return lines
  }

  private static func cells(_ name: String, _ pass: KernelPlan) -> [String] {
    let (dense, computed) = (SummaryTable.grouped(pass.denseMultiplyAdds), SummaryTable.grouped(pass.multiplyAdds))
    let counts = pass.path == .memory ? ["–", "–"] : [dense, computed]
    return ["  " + name, pass.path.rawValue, pass.method + factor(of: pass)] + counts
  }

  /// What the products are to be multiplied with, behind a method.
  private static func factor(of pass: KernelPlan) -> String {
    switch pass.skips {
    case .nothing: ""
    case .zeroGradients: " (x density)"
    case .blankWindows: " (x windows)"
    }
  }

  private static func title(_ stage: NetworkPlan.Stage) -> String {
    "\(stage.layers): to \(stage.outputShape.map(String.init).joined(separator: "x")), "
      + "\(SummaryTable.grouped(stage.bufferFloats)) floats of buffers"
  }

  private var notes: [String] {
    let free = plan.freeLayers.isEmpty ? [] : ["nothing to compute: \(plan.freeLayers.joined(separator: ", "))"]
    let general = plan.stages.filter { stage in stage.plan.passes.contains { $0.plan.path == .general } }
    let slow = general.isEmpty ? "none" : general.map(\.layers).joined(separator: ", ")
    return free + [
      "dense: multiply-adds per image of the layer's formula; computed: those of the kernel, with padding",
      "x density: times the share of gradients that are not zero; x windows: of windows that see anything",
      "fast: made for such shapes, leaves work out; general: for any shape; memory: no multiply-adds",
      "fast convolutions: 3x3 before 2x2 max-pooling, on one channel or on 32n; else 3x3 with strides of 1",
      "  behind another layer, where Winograd F(3x3,3x3) or F(4x4,3x3) saves a third of the products",
      "on the general path: \(slow)",
    ]
  }
}
