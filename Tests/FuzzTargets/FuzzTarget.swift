/// A reader of what others may have made, and what must hold whatever bytes it is given.
///
/// One input may not end the process, nor take long or much memory: the fuzzer looks after that. All else that is promised
/// is checked here, so that it is checked by ordinary tests as well.
package protocol FuzzTarget: Sendable {
  /// What `Scripts/fuzz` calls it.
  static var name: String { get }
  /// The longest input that is tried, in bytes.
  static var longest: Int { get }
  /// What inputs are made of: the fuzzer inserts these words.
  static var words: [String] { get }
  /// What the fuzzer starts from, and what once was handled wrongly.
  static var inputs: [FuzzInput] { get }

  /// Makes the files that reading needs.
  init() throws

  /// Reads an input.
  ///
  /// - Throws: ``BrokenPromise``.
  func read(_ input: [UInt8]) throws -> Outcome
}

/// All targets.
package enum FuzzTargets {
  package static let all: [any FuzzTarget.Type] = [
    IDXTarget.self, SafetensorsTarget.self, KerasTarget.self, PNGTarget.self, CheckpointTarget.self, MetricsTarget.self,
    ArgumentsTarget.self,
  ]

  /// What they are called.
  package static var names: [String] { all.map { $0.name } }

  /// The target of this name, nil if there is none.
  package static func named(_ name: String) -> (any FuzzTarget.Type)? { all.first { $0.name == name } }
}

/// Bytes that a target is given, and what it must make of them.
package struct FuzzInput: Sendable {
  /// What it is, as part of a file's name.
  package let name: String
  package let bytes: [UInt8]
  /// A part of the message with which it is refused; nil if it is accepted.
  package let refusal: String?

  package init(_ name: String, _ bytes: [UInt8], refusal: String? = nil) {
    self.name = name
    self.bytes = bytes
    self.refusal = refusal
  }

  package init(_ name: String, _ text: String, refusal: String? = nil) {
    self.init(name, Array(text.utf8), refusal: refusal)
  }
}
