package import KernelInterface

/// Floats with guards before and after them, for a kernel to work on.
///
/// A kernel that writes past its operand changes a guard, and one that uses what it should not have
/// read spoils its result. Every other guard is not a number, which no sum hides; the rest are huge, because
/// a sum of what is not a number may leave its bits as they are.
package struct GuardedFloats {
  private static let guardCount = 64
  private static let notANumber = Float(bitPattern: 0x7FC0_BAD0)
  private static let huge: Float = -0x1.8p100

  private let buffer: FloatBuffer
  private let start: Int
  private let count: Int

  /// `values` between guards.
  ///
  /// - Parameter shift: the view starts so many floats behind a 64-byte boundary.
  package init(_ values: [Float], shift: Int = 0) {
    count = values.count
    start = Self.guardCount + shift
    buffer = FloatBuffer(count: start + count + Self.guardCount)
    for index in 0..<buffer.count where !isInside(index) { buffer[index] = Self.guardValue(at: index) }
    for (index, value) in values.enumerated() { buffer[start + index] = value }
  }

  /// `count` floats that are not numbers until a kernel writes them.
  package init(count: Int, shift: Int = 0) {
    self.init(Array(repeating: Self.notANumber, count: count), shift: shift)
  }

  /// The floats between the guards; valid while this value lives.
  package var view: FloatView { buffer.view(at: start, count: count) }

  /// The floats between the guards.
  package var array: [Float] { view.array }

  /// Which guard was overwritten, in words; nil if none was.
  package var overrun: String? {
    for index in 0..<buffer.count where !isInside(index) {
      guard buffer[index].bitPattern == Self.guardValue(at: index).bitPattern else {
        return "float \(index - start) of \(count) was overwritten with \(buffer[index])"
      }
    }
    return nil
  }

  private func isInside(_ index: Int) -> Bool { index >= start && index < start + count }

  private static func guardValue(at index: Int) -> Float { index.isMultiple(of: 2) ? notANumber : huge }
}
