import Foundation
import Network

/// Where a training has its architecture from.
enum ModelSource {
  /// A preset or a file, as `--model` names it, which rank 0 reads.
  case named(NamedModel)
  /// What a run has recorded, as rank 0 has read it: Keras' JSON, and the file that it came from then; nil for a preset.
  case recorded(json: String, file: String?)

  /// The file of the architecture; nil for a preset.
  var file: String? {
    switch self {
    case .named(let model): model.file
    case .recorded(_, let file): file
    }
  }

  /// The architecture, which rank 0 has or reads, so that only its host needs a file. Collective.
  func architecture(_ context: RankContext) throws -> Architecture {
    let json = try context.fromFirst("reading the model") {
      let architecture =
        switch self {
        case .named(let model): try Architecture.load(nameOrPath: model.nameOrPath) { StandardError.line($0) }
        case .recorded(let json, _): try Architecture.decode(Data(json.utf8))
        }
      return Array(architecture.keras3JSON().utf8)
    }
    return try Architecture.decode(Data(json))
  }
}
