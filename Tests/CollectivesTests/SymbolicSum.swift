import Collectives

/// Sums written out, "((0+1)+2)": an addition that is neither associative nor commutative and hides nothing.
enum SymbolicSum {
  /// The value of a node by the definition of the tree.
  static func expected(_ height: Int, _ index: Int, leafCount: Int) -> String {
    guard height > 0 else { return "\(index)" }
    let left = expected(height - 1, 2 * index, leafCount: leafCount)
    let rightStart = (2 * index + 1) << (height - 1)
    guard rightStart < leafCount else { return left }
    return "(\(left)+\(expected(height - 1, 2 * index + 1, leafCount: leafCount)))"
  }

  /// The value of the whole tree by its definition.
  static func expected(leafCount: Int) -> String {
    var height = 0
    while 1 << height < leafCount { height += 1 }
    return expected(height, 0, leafCount: leafCount)
  }

  /// The slots of a worker after its program.
  static func run(_ program: LeafProgram) -> [String] {
    var slots = Array(repeating: "unset", count: program.slotCount)
    for instruction in program.instructions {
      switch instruction {
      case .write(let node, let slot): slots[slot] = "\(node.index)"
      case .accumulate(let node, let slot): slots[slot] = "(\(slots[slot])+\(node.index))"
      case .add(let addition): add(addition, in: &slots)
      }
    }
    return slots
  }

  /// Carries out one addition.
  static func add(_ addition: SumTree.Addition, in slots: inout [String]) {
    slots[addition.into] = "(\(slots[addition.into])+\(slots[addition.adding]))"
  }
}
