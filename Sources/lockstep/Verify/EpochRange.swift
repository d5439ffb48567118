import ArgumentParser

/// Adjoining epochs, counted from 1: `3`, or `2-4`.
struct EpochRange: ExpressibleByArgument, Equatable {
  let first: Int
  let last: Int

  init?(argument: String) {
    let ends = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2 else { return nil }
    (self.first, self.last) = (first, last)
  }

  /// "3", "2-4".
  var defaultValueDescription: String { first == last ? "\(first)" : "\(first)-\(last)" }
}
