import KernelInterface
import Kernels
import Support
import Testing

/// Moving and mirroring: every pixel at its place, and zeros where none came in.
@Suite("Moved images")
struct ImageShiftTests {
  static let sizes = [(28, 28), (10, 8), (5, 16), (3, 17), (7, 33), (1, 1), (4, 48)]

  @Test("each pixel is where the formula puts it", arguments: KernelRegistry.all, sizes)
  func places(entry: KernelRegistry.Entry, size: (rows: Int, columns: Int)) throws {
    let kernels = try entry.kernelsOrSkip()
    let (rows, columns) = size
    let image = (0..<rows * columns).map { Float($0 + 1) }
    for (down, right) in [(0, 0), (1, -1), (-2, 3), (2, 2), (-rows, 0), (0, columns), (rows - 1, 1 - columns)]
    where down.magnitude <= rows && right.magnitude <= columns {
      for isMirrored in [false, true] {
        let expected = (0..<rows * columns).map { place -> Float in
          let (y, x) = (place / columns - down, place % columns - right)
          guard (0..<rows).contains(y), (0..<columns).contains(x) else { return 0 }
          return image[y * columns + (isMirrored ? columns - 1 - x : x)]
        }
        let (source, target) = (GuardedFloats(image, shift: 1), GuardedFloats(count: image.count))
        kernels.shiftImage(
          ImageShift(
            source.view, into: target.view, rows: rows, columns: columns, down: down, right: right,
            isMirrored: isMirrored))
        let comment: Comment = "\(kernels.name), down \(down), right \(right), mirrored \(isMirrored)"
        #expect(firstDifference(target.array, from: expected) == nil, comment)
        #expect(target.overrun == nil && source.overrun == nil, comment)
      }
    }
  }
}
