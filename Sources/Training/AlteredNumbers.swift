import Faults
import KernelInterface
import RunPhases

/// What faults that are made on purpose do to the numbers of a step; nothing in the program that ships.
enum AlteredNumbers {
  /// To be called when a worker has computed the gradient of a pass.
  static func strike(gradient: FloatView) {
    if Faults.alters(.flipGradient, in: .gradients) { gradient.flipBit() }
    if Faults.alters(.nan, in: .gradients) { gradient[gradient.count / 2] = .nan }
  }

  /// To be called when other hosts have sent what they added.
  static func strike(gradientSum: FloatView) {
    if Faults.alters(.flipReceived, in: .exchange) { gradientSum.flipBit() }
  }

  /// To be called when a worker has all parameters, its own and those of others.
  static func strike(parameters: FloatView, own: Range<Int>) {
    if Faults.alters(.flipWeight, in: .take) {
      parameters.slice(at: own.lowerBound, count: own.count).flipBit()
    }
    if own.count < parameters.count, Faults.alters(.flipReceived, in: .take) {
      let (before, behind) = (0..<own.lowerBound, own.upperBound..<parameters.count)
      let others = behind.count > before.count ? behind : before
      parameters.slice(at: others.lowerBound, count: others.count).flipBit()
    }
  }
}

extension FloatView {
  /// Turns one bit, of the first number from the middle on that is not zero: by a quarter of it or less.
  fileprivate func flipBit() {
    let index = (count / 2..<count).first { self[$0] != 0 } ?? 0
    self[index] = Float(bitPattern: self[index].bitPattern ^ 1 << 21)
  }
}
