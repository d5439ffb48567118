/// Some images of a part of the data set, in ascending order: they stand at positions 0, 1, ….
package struct ImageSelection: Equatable, Sendable {
  /// The images' numbers, as few ranges as possible.
  package let runs: [Range<Int>]
  /// The position of each run's first image, and at the end the number of images.
  private let starts: [Int]

  /// The images of a range.
  package init(_ range: Range<Int>) { self.init(runs: range.isEmpty ? [] : [range]) }

  /// - Parameter numbers: in any order, each once.
  package init(_ numbers: some Sequence<Int>) {
    self.init(
      runs: numbers.sorted().reduce(into: []) { runs, number in
        if let last = runs.last, last.upperBound == number {
          runs[runs.count - 1] = last.lowerBound..<number + 1
        } else {
          runs.append(number..<number + 1)
        }
      })
  }

  private init(runs: [Range<Int>]) {
    self.runs = runs
    starts = runs.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
  }

  /// The number of images.
  package var count: Int { starts[starts.count - 1] }

  /// The images of 0..<`images` that are not among these.
  package func complement(in images: Int) -> ImageSelection {
    let bounds = [0] + runs.flatMap { [$0.lowerBound, $0.upperBound] } + [images]
    return ImageSelection(
      runs: stride(from: 0, to: bounds.count, by: 2).map { bounds[$0]..<bounds[$0 + 1] }.filter { !$0.isEmpty })
  }

  /// The numbers of the images at some positions.
  func runs(at positions: Range<Int>) -> [Range<Int>] {
    zip(runs, starts).compactMap { run, start in
      let part = positions.clamped(to: start..<start + run.count)
      return part.isEmpty ? nil : run.lowerBound + part.lowerBound - start..<run.lowerBound + part.upperBound - start
    }
  }
}

extension ImageSelection: Codable {
  /// The text of ``description``.
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    var runs: [Range<Int>] = []
    for part in text.split(separator: ",") {
      let bounds = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      // As the description has them: in ascending order, with a gap between any two.
      guard let first = bounds.first ?? nil, let last = bounds.last ?? nil, bounds.count <= 2, first <= last,
        first > runs.last?.upperBound ?? -1, last < Int(Int32.max)
      else {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath,
            debugDescription: "\(part.debugDescription) is no image or range behind the last"))
      }
      runs.append(first..<last + 1)
    }
    self.init(runs: runs)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension ImageSelection: CustomStringConvertible {
  /// Numbers and ranges of them: "0-99,205".
  package var description: String {
    runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound - 1)" }.joined(separator: ",")
  }
}
