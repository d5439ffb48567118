import Foundation

/// Memory that this process can still take, by one of the bounds that it has.
package struct AvailableMemory: Equatable, Sendable {
  package let bytes: Int
  /// What bounds it, for messages: "free on this machine".
  package let bound: String
  /// Whether other processes of the same job draw on it too.
  package let isShared: Bool

  package init(bytes: Int, bound: String, isShared: Bool) {
    (self.bytes, self.bound, self.isShared) = (max(0, bytes), bound, isShared)
  }

  /// What bounds this process now; none where the system does not tell.
  package static func current() -> [AvailableMemory] { SystemFiles().availableMemory + ProcessLimits.availableMemory }
}

extension AvailableMemory {
  /// The first bound that leaves too little for `needed` bytes; nil where there is enough.
  ///
  /// - Parameter sharers: processes of the job on this machine that need as much, this one included.
  package static func shortage(of needed: Int, sharers: Int = 1, in bounds: [AvailableMemory]) -> AvailableMemory? {
    bounds.first { bound in
      let (total, overflows) = needed.multipliedReportingOverflow(by: bound.isShared ? max(1, sharers) : 1)
      return overflows || total > bound.bytes
    }
  }

  /// "3.2 GB, as ulimit -v allows" for messages.
  package var text: String { "\(ByteCount.text(bytes)) \(bound)" }
}
