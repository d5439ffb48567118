/// A fixed list of offsets, made once by a plan and read by kernels; nobody writes it afterwards.
@safe
public final class IndexTable: @unchecked Sendable {
  @usableFromInline let start: UnsafeMutablePointer<Int32>
  public let count: Int
  /// The largest entry.
  public let largest: Int

  /// - Precondition: every value fits 32 bits and is not negative.
  public init(_ values: [Int]) {
    count = values.count
    largest = values.max() ?? 0
    precondition(values.allSatisfy { $0 >= 0 && $0 <= Int(Int32.max) }, "an offset does not fit 31 bits")
    unsafe start = .allocate(capacity: max(values.count, 1))
    for (index, value) in values.enumerated() { unsafe (start + index).initialize(to: Int32(value)) }
  }

  deinit { unsafe start.deallocate() }

  /// All offsets.
  @inlinable public var view: IndexView { unsafe IndexView(start: start, count: count, largest: largest) }
}

/// The offsets of an ``IndexTable``, not owned and never written; valid while the plan that made the table lives.
@safe
public struct IndexView: @unchecked Sendable {
  public let start: UnsafePointer<Int32>
  public let count: Int
  /// The largest entry; kernels check it once against the view that they address.
  public let largest: Int

  @unsafe @inlinable
  init(start: UnsafePointer<Int32>, count: Int, largest: Int) {
    unsafe self.start = start
    self.count = count
    self.largest = largest
  }
}
