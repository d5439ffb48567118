/// The first element whose bits are not the expected ones, in words; nil if all agree.
///
/// Bits, not values: −0 is not 0, and a number that is not a number equals itself.
package func firstDifference(_ found: [Float], from expected: [Float]) -> String? {
  guard found.count == expected.count else { return "\(found.count) elements, expected \(expected.count)" }
  for index in found.indices where found[index].bitPattern != expected[index].bitPattern {
    return """
      element \(index) of \(found.count): found \(found[index]) (\(hexadecimal(found[index]))), \
      expected \(expected[index]) (\(hexadecimal(expected[index])))
      """
  }
  return nil
}

/// The first element that is farther from the expected value than its tolerance, in words; nil if there is none.
package func firstDeviation(_ found: [Float], from expected: [ExpectedValue]) -> String? {
  guard found.count == expected.count else { return "\(found.count) elements, expected \(expected.count)" }
  for index in found.indices {
    let (value, tolerance) = (expected[index].value, expected[index].tolerance)
    let deviation = (Double(found[index]) - value).magnitude
    // Written so that a deviation that is not a number fails.
    guard deviation <= tolerance else {
      return """
        element \(index) of \(found.count): found \(found[index]), expected \(value), \
        off by \(deviation), allowed \(tolerance)
        """
    }
  }
  return nil
}

private func hexadecimal(_ value: Float) -> String { "0x" + String(value.bitPattern, radix: 16) }
