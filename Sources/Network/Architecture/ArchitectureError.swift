import TextTables

/// Why an architecture was refused: what was found where, and what is supported.
///
/// The description is complete: file, layer with its class, field, finding, and the way out.
package struct ArchitectureError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What went wrong, as far as the exit code cares.
  package enum Kind: Sendable {
    /// The description is damaged or asks for something unsupported: exit code 65.
    case invalid
    /// There is no such preset and no such readable file: exit code 66.
    case inputMissing
  }

  /// Which sort of fault it is.
  package let kind: Kind
  /// The preset or file that was read, where there is one.
  package private(set) var source: String?
  /// The layer, as `layer "conv2d_1" (Conv2D)`; nil if the fault is not one layer's.
  package private(set) var layer: String?
  /// The field, or the property, that has the fault: `padding`, `input shape`.
  package private(set) var field: String
  /// What was found there.
  package let found: String
  /// What would have been accepted.
  package let supported: String

  init(kind: Kind = .invalid, field: String, found: String, supported: String) {
    self.kind = kind
    self.field = field
    self.found = found
    self.supported = supported
  }

  /// The whole message, in one line.
  package var description: String {
    let place = [source, layer, field].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ": ")
    return "\(place): found \(found); supported: \(supported)"
  }

  /// This error, in an object that is the value of a field.
  func inField(_ outer: String) -> ArchitectureError {
    var error = self
    error.field = "\(outer).\(field)"
    return error
  }

  /// This error, in the named layer.
  func inLayer(named name: String, className: String) -> ArchitectureError {
    var error = self
    error.layer = "layer \(name.quoted) (\(className.printable()))"
    return error
  }

  /// This error, in a layer that is too damaged to have a name.
  ///
  /// - Parameter number: its place in the file, from 1.
  func inLayer(number: Int) -> ArchitectureError {
    var error = self
    error.layer = "layer number \(number) of the file"
    return error
  }

  /// This error, in a preset or file.
  func inSource(_ source: String) -> ArchitectureError {
    var error = self
    error.source = source.printable()
    return error
  }
}
