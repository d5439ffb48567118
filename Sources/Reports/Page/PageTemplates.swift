import Mustache

/// The templates of pages, which come with the program.
struct PageTemplates {
  /// The templates by name.
  private static let sources: [String: [UInt8]] = [
    "document": PackageResources.document_mustache,
    "style": PackageResources.style_mustache,
    "chart": PackageResources.chart_mustache,
    "facts": PackageResources.facts_mustache,
    "run": PackageResources.run_mustache,
    "epochs": PackageResources.epochs_mustache,
    "confusion": PackageResources.confusion_mustache,
    "classes": PackageResources.classes_mustache,
    "mistakes": PackageResources.mistakes_mustache,
    "comparison": PackageResources.comparison_mustache,
    "exploration": PackageResources.exploration_mustache,
    "exploration-style": PackageResources.exploration_style_mustache,
    "exploration-pixels": PackageResources.exploration_pixels_mustache,
  ]

  private let library: MustacheLibrary

  /// - Throws: `MustacheTemplate`'s error for a template that is none, which a test would have found.
  init() throws {
    MustacheContentTypes.register(PageText(), named: "PAGE")
    // Each template begins with the plain rules, also where another includes it.
    library = MustacheLibrary(
      templates: try Self.sources.mapValues {
        try MustacheTemplate(string: "{{% CONTENT_TYPE:PAGE}}" + String(decoding: $0, as: UTF8.self))
      })
  }

  /// The page that template `name` makes of a view, whose properties are what the template names.
  func page(_ name: String, _ view: Any) -> String { library.render(view, withTemplate: name) ?? "" }
}

/// Text of a page, scalar by scalar: a mark that combines with a quotation mark must not hide it, and what neither HTML
/// nor XML may hold becomes a replacement character.
private struct PageText: MustacheContentType {
  func escapeText(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
      default:
        let isForbidden = scalar.properties.generalCategory == .control || scalar.value & 0xFFFE == 0xFFFE
        escaped.unicodeScalars.append(isForbidden ? "\u{FFFD}" : scalar)
      }
    }
    return escaped
  }
}
