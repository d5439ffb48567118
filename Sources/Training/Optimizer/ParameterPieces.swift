import KernelInterface
import Network

/// The parameters cut into pieces, so that a sum over all of them does not depend on who computes what: one worker sums
/// each piece, in a fixed order, and every worker adds the pieces' sums in the same order.
///
/// A tensor is cut where ``ParameterBlocks`` are, so that no piece has two owners.
struct ParameterPieces: Sendable {
  struct Piece: Sendable {
    let range: Range<Int>
    /// The tensor's penalty.
    let penalty: Penalty
  }

  let pieces: [Piece]
  /// For each block the number of its first piece, and at the end that of all.
  private let firstPieces: [Int]

  /// - Parameter isWanted: tells by its penalty which trained tensor takes part.
  init(_ layout: ParameterLayout, where isWanted: (_ penalty: Penalty) -> Bool) {
    var (pieces, firstPieces): ([Piece], [Int]) = ([], [])
    for start in stride(from: 0, to: layout.floatCount, by: ParameterBlocks.floats) {
      firstPieces.append(pieces.count)
      for tensor in layout.tensors {
        guard case .trained(let penalty, _) = tensor.role, isWanted(penalty) else { continue }
        let range = (tensor.offset..<tensor.offset + tensor.count).clamped(to: start..<start + ParameterBlocks.floats)
        if !range.isEmpty { pieces.append(Piece(range: range, penalty: penalty)) }
      }
    }
    (self.pieces, self.firstPieces) = (pieces, firstPieces + [pieces.count])
  }

  /// The numbers of the pieces of `range`, which begins and ends with a block.
  func numbers(in range: Range<Int>) -> Range<Int> {
    let blocks = (range.upperBound + ParameterBlocks.floats - 1) / ParameterBlocks.floats
    let first = range.lowerBound / ParameterBlocks.floats
    return range.isEmpty ? 0..<0 : firstPieces[first]..<firstPieces[blocks]
  }

  /// The sum of all pieces' sums, in their order.
  func total(_ sums: FloatBuffer) -> Double {
    var total = 0.0
    for number in pieces.indices { total += sums[double: number] }
    return total
  }
}
