import Foundation
import Mustache
import Pictures

extension Exploration {
  /// One HTML page with all of it, which needs no other file and no script.
  ///
  /// - Size: at most 1.5 MB, whatever the images; see ``samplesOfClass(classes:rows:columns:)``.
  /// - Throws: the errors of the template's parser, which a test would have shown.
  package func html() throws -> String {
    func template(_ text: [UInt8]) throws -> MustacheTemplate {
      try MustacheTemplate(string: String(decoding: text, as: UTF8.self))
    }
    let library = MustacheLibrary(templates: [
      "exploration-style": try template(PackageResources.exploration_style_mustache),
      "exploration-pixels": try template(PackageResources.exploration_pixels_mustache),
    ])
    return try template(PackageResources.exploration_mustache).render(page, library: library)
  }

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
      "black": String(format: "%.1f %%", 100 * black),
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
      "mean": Self.dataURI(one.mean.reduced(toFit: Self.meanSide(classes: classes.count))),
    ]
    if !one.samples.isEmpty {
      let side = Self.sheetSide(classes: classes.count)
      let samples = one.samples.map { $0.reduced(toFit: side) }
      figures["sheet"] = Self.dataURI(ContactSheet(samples, columns: min(samples.count, Self.sheetColumns)).picture)
    }
    return figures
  }

  private static func dataURI(_ picture: GrayPicture) -> String {
    "data:image/png;base64," + Data(picture.png).base64EncodedString()
  }
}
