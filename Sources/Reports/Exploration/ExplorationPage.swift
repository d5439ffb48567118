import Foundation
import Pictures

extension Exploration {
  /// One HTML page with all of it, which needs no other file and no script.
  ///
  /// - Size: at most 1.5 MB, whatever the images; see ``samplesOfClass(classes:rows:columns:)``.
  /// - Throws: for a template that is none, which a test would have found.
  package func html() throws -> String { try PageTemplates().page("exploration", page) }

  /// What the templates name.
  private var page: [String: Any] {
    [
      "title": title, "isFashionMNIST": isFashionMNIST, "hasSeveralParts": parts.count > 1,
      "partTitle": parts[0].title,
      "series": parts.enumerated().map { ["number": $0, "title": $1.title] as [String: Any] },
      "parts": parts.map(row), "arrays": parts.flatMap(arrays),
      "histogram": ClassHistogram(self).rows, "pixels": PixelDistribution(self), "classes": classes.map(figures),
    ]
  }

  private func row(_ part: Part) -> [String: Any] {
    let black = Double(part.pixelCounts[0]) / Double(max(1, part.pixelCounts.reduce(0, +)))
    return [
      "title": part.title, "images": part.images, "mean": String(format: "%.4f", part.mean),
      "standardDeviation": String(format: "%.4f", part.standardDeviation),
      "black": NumberText.percent(black, 1),
    ]
  }

  private func arrays(_ part: Part) -> [[String: Any]] {
    part.arrays.indices.map { index in
      [
        "name": part.arrays[index], "shape": part.shapes[index], "digest": part.digests[index],
        "verdict": part.isOfficial ? "official" : "not Fashion-MNIST",
      ]
    }
  }

  private func figures(_ one: ImageClass) -> [String: Any] {
    let total = parts[0].classCounts.indices.contains(one.label) ? parts[0].classCounts[one.label] : 0
    var figures: [String: Any] = [
      "title": one.title, "total": total, "shown": one.samples.count, "isWhole": one.samples.count == total,
      "mean": one.mean.reduced(toFit: Self.meanSide(classes: classes.count)).dataAddress,
    ]
    if !one.samples.isEmpty {
      let side = Self.sheetSide(classes: classes.count)
      let samples = one.samples.map { $0.reduced(toFit: side) }
      figures["sheet"] = ContactSheet(samples, columns: min(samples.count, Self.sheetColumns)).picture.dataAddress
    }
    return figures
  }
}
