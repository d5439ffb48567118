package import Foundation

/// An architecture that comes with the program, under a name.
package struct Preset: Sendable {
  /// What `--model` takes: `lab-001`.
  package let name: String
  /// The architecture in Keras' JSON.
  package let json: Data

  /// The models of the lab manuals, and two that aim at accuracy.
  package static let all = [
    Preset(name: "lab-001", json: Data(PackageResources.lab_001_json)),
    Preset(name: "lab-003", json: Data(PackageResources.lab_003_json)),
    Preset(name: "lab-004", json: Data(PackageResources.lab_004_json)),
    Preset(name: "lab-004-leaky", json: Data(PackageResources.lab_004_leaky_json)),
    Preset(name: "best", json: Data(PackageResources.best_json)),
    Preset(name: "best-long", json: Data(PackageResources.best_long_json)),
  ]

  /// The names, for messages.
  package static var names: String { all.map(\.name).joined(separator: ", ") }

  /// The preset of this name, nil if there is none.
  package static func named(_ name: String) -> Preset? { all.first { $0.name == name } }

  /// The preset's architecture.
  package func architecture() throws(ArchitectureError) -> Architecture {
    do {
      return try Architecture.decode(json)
    } catch {
      throw error.inSource("preset \(name)")
    }
  }
}
