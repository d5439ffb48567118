import TextTables

/// A kernels report for a person: what was measured where, and tables of stages and kernels.
package enum KernelsText {
  /// The whole text, with a final newline.
  package static func text(_ report: KernelsReport) -> String {
    [
      head(report), stages(report),
      kernels(
        report.products, title: "General product", sizes: "rows x columns x depth", report,
        rates: [
          ("GFLOP/s", { Figure.text($0.gigaflops, decimals: 1) }), ("of peak", { share($0, report) }),
        ]),
      kernels(
        report.memory, title: "Memory-bound kernels", sizes: "floats", report,
        rates: [("GB/s", { Figure.text($0.gigabytesPerSecond, decimals: 1) })]),
      notes,
    ]
    .map { $0.joined(separator: "\n") + "\n" }.joined(separator: "\n")
  }

  private static func head(_ report: KernelsReport) -> [String] {
    let (model, peak) = (report.model, report.peak)
    let rates = peak.seconds.flatMap { Spread([$0.minimum, $0.maximum].map { 1e-9 * peak.flops / $0 }) }
    let facts =
      report.setting.facts + [
        ("kernels", "\(report.kernels), \(model.convolution) convolution"),
        (
          "peak",
          "\(Figure.text(peak.gigaflops, decimals: 1)) GFLOP/s (\(Figure.range(rates, decimals: 1))): "
            + "multiply-adds on registers alone"
        ),
        ("clock", "processor time of one thread: other work on the machine does not count"),
        ("repeats", "\(report.repeats); medians"),
        ("data", model.data),
        (
          "steps",
          "\(model.images) images in leaves of \(model.imagesPerLeaf), after \(model.warmUpSteps) steps of Adam"
        ),
      ]
    return facts.map { name, value in name + String(repeating: " ", count: max(1, 13 - name.count)) + value }
  }

  private static func stages(_ report: KernelsReport) -> [String] {
    var table = TextTable([
      (report.model.model, .left), ("density", .right), ("µs/image", .right), ("min – max", .right),
      ("GFLOP/s", .right), ("dense-equivalent", .right), ("of peak", .right),
    ])
    for stage in report.model.stages {
      let windows = stage.windowDensity < 1 ? Figure.percentage(stage.windowDensity) : ""
      table.append(cells("  forward", windows, stage.forward, report))
      table.append(cells("  backward", Figure.percentage(stage.gradientDensity), stage.backward, report))
    }
    for part in report.model.otherParts { table.append(cells(part.name, "", Work(seconds: part.seconds), report)) }
    table.append(cells("all", "", report.model.whole, report))
    var rows = table.lines[...]
    var lines = [rows.removeFirst()]
    for stage in report.model.stages {
      lines.append("\(stage.layers): \(distinct(stage.methods).joined(separator: "; "))")
      lines += [rows.removeFirst(), rows.removeFirst()]
    }
    let rate = report.model.total.map { 1 / $0.median }
    return lines + rows + ["one thread trains \(Figure.text(rate, decimals: 0)) images/s, without exchange with others"]
  }

  private static func cells(_ name: String, _ density: String, _ work: Work, _ report: KernelsReport) -> [String] {
    [
      name, density, microseconds(work.seconds?.median, 2), microseconds(work.seconds, 2),
      Figure.text(work.gigaflops, decimals: 1), Figure.text(work.denseGigaflops, decimals: 1), share(work, report),
    ]
  }

  /// The elements, each once, in the order of their first places.
  private static func distinct(_ methods: [String]) -> [String] {
    methods.indices.filter { methods.firstIndex(of: methods[$0]) == $0 }.map { methods[$0] }
  }

  private typealias Rate = (title: String, cell: (Work) -> String)

  private static func kernels(
    _ measurements: [KernelMeasurement], title: String, sizes: String, _ report: KernelsReport, rates: [Rate]
  ) -> [String] {
    var table = TextTable(
      [(title, .left), (sizes, .right), ("µs/call", .right), ("min – max", .right)] + rates.map { ($0.title, .right) })
    for measurement in measurements {
      let seconds = measurement.work.seconds
      table.append(
        [
          measurement.name, measurement.size, microseconds(seconds?.median, 1), microseconds(seconds, 1),
        ] + rates.map { $0.cell(measurement.work) })
    }
    return table.lines
  }

  private static func microseconds(_ seconds: Double?, _ decimals: Int) -> String {
    Figure.text(seconds.map { 1e6 * $0 }, decimals: decimals)
  }

  private static func microseconds(_ seconds: Spread?, _ decimals: Int) -> String {
    Figure.range(seconds.flatMap { Spread([1e6 * $0.minimum, 1e6 * $0.maximum]) }, decimals: decimals)
  }

  private static func share(_ work: Work, _ report: KernelsReport) -> String {
    Figure.percentage(report.peak.gigaflops.flatMap { work.share(ofPeak: $0) })
  }

  private static let notes = [
    "GFLOP/s: what was computed; dense-equivalent: what the layers' formulas take, nothing left out",
    "backward: gradients of weights and input together; one kernel computes both where they are sparse",
    "general product: weights are summed in leaves of 4 images, as in training",
    "density: the share of a stage's output gradients that are not zero, behind its rectifier; forward,",
    "of windows that see anything, where the others are left out",
    "lockstep summary --plan explains the methods",
  ]
}
