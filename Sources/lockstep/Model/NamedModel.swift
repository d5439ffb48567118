import Network
import SystemPackage
import Training

/// A model as `--model` names it: a preset, or a file with an architecture.
struct NamedModel {
  /// The name of a preset, or the path of a file.
  let nameOrPath: String

  init(_ nameOrPath: String) { self.nameOrPath = nameOrPath }

  private var preset: Preset? { Preset.named(nameOrPath) }

  /// A preset's name, or the name of the file without folder and extension.
  var name: String { preset?.name ?? FilePath(nameOrPath).stem ?? nameOrPath }

  /// The file of the architecture; nil for a preset.
  var file: String? { preset == nil ? nameOrPath : nil }

  /// How the model is trained: a preset's own recipe. A file has none, even if it is called as a preset.
  var recipe: Recipe { preset.map(Recipe.recipe) ?? .ofOtherModels }
}
