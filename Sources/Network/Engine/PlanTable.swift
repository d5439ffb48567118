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
          + "\(SummaryTable.memory(floats: plan.preparedFloats)) for prepared weights"
      ),
    ]
    .map { name, value in name + String(repeating: " ", count: 10 - name.count) + value }
  }

  private var table: [String] {
    var table = TextTable([
      ("multiply-adds per image", .left), ("path", .left), ("method", .left), ("of the layer", .right),
      ("computed", .right), ("", .left),
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

  private static func cells(_ name: String, _ pass: PassPlan) -> [String] {
    let (dense, computed) = (SummaryTable.grouped(pass.denseMultiplyAdds), SummaryTable.grouped(pass.multiplyAdds))
    let counts = pass.path == .memory ? ["–", "–"] : [dense, computed]
    return ["  " + name, pass.path.rawValue, pass.method] + counts + [pass.isSparse ? "x density" : ""]
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
      "fast: a kernel for such shapes, which leaves work out; general: one for any shape; memory: no multiply-adds",
      "x density: times the share of the gradients that are not zero",
      "on the general path: \(slow)",
    ]
  }
}
