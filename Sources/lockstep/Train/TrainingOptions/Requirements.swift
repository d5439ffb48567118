import ArgumentParser

extension ParsableArguments {
  /// Throws a usage error unless the option is absent or its value good.
  func require<Value>(
    _ value: Value?, _ option: String, _ expected: String, _ isGood: (Value) -> Bool
  ) throws {
    if let value, !isGood(value) { throw ValidationError("\(option) \(value): expected \(expected)") }
  }

  /// Throws a usage error unless the option is absent or its number in `range`.
  func require(_ value: Int?, _ option: String, in range: ClosedRange<Int>) throws {
    try require(value, option, "\(range.lowerBound) to \(range.upperBound)") { range.contains($0) }
  }

  /// Throws a usage error for an option that does not go with the others.
  func refuse(_ option: String, if condition: Bool, _ reason: String) throws {
    if condition { throw ValidationError("\(option): \(reason)") }
  }
}
