import Collectives

/// The grain in which ranks and threads divide the parameters: fixed blocks, so that a sum over blocks is the same for any
/// number of them.
enum ParameterBlocks {
  /// Sixteen vectors of lanes: a sum over the blocks of a quarter of a million parameters takes some microseconds.
  static let floats = 256

  /// One of `parts` parts of `count` floats that begin with a block; the last block may be short.
  static func part(_ index: Int, of parts: Int, count: Int) -> Range<Int> {
    let blocks = (0..<(count + floats - 1) / floats).part(index, of: parts)
    return min(blocks.lowerBound * floats, count)..<min(blocks.upperBound * floats, count)
  }
}
