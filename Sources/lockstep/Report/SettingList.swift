import Foundation
import Reports
import Training

/// Anything that encodes itself as an object, as a list of settings: `optimizer.learning_rate`, `0.001`.
struct SettingList {
  let facts: [Fact]

  /// - Throws: an encoding error, which values made of finite numbers do not cause.
  init(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    let tree = try JSONDecoder().decode(SettingTree.self, from: encoder.encode(value))
    facts = tree.facts("")
  }
}

/// A setting, a list of them, or settings under names.
private indirect enum SettingTree: Decodable {
  case value(String)
  case list([SettingTree])
  case group([String: SettingTree])

  init(from decoder: any Decoder) throws {
    let single = try decoder.singleValueContainer()
    if single.decodeNil() {
      self = .value("none")
    } else if let flag = try? single.decode(Bool.self) {
      self = .value(flag ? "yes" : "no")
    } else if let number = try? single.decode(UInt64.self) {
      self = .value("\(number)")
    } else if let number = try? single.decode(Double.self) {
      self = .value("\(number)")
    } else if let text = try? single.decode(String.self) {
      self = .value(text)
    } else if let list = try? single.decode([SettingTree].self) {
      self = .list(list)
    } else {
      self = .group(try single.decode([String: SettingTree].self))
    }
  }

  func facts(_ name: String) -> [Fact] {
    switch self {
    case .value(let text): [Fact(name, text)]
    case .list(let elements):
      [Fact(name, elements.isEmpty ? "none" : elements.flatMap { $0.facts("") }.map(\.value).joined(separator: ", "))]
    case .group(let fields):
      fields.sorted { $0.key < $1.key }.flatMap { $1.facts(name.isEmpty ? $0 : "\(name).\($0)") }
    }
  }
}
