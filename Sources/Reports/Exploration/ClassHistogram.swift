import Foundation

/// The images of each class, as rows with a bar for each part.
struct ClassHistogram {
  /// A bar and the number beside it.
  struct Bar {
    /// The number of the part: 0, 1.
    let series: Int
    /// Its length, from 0 to 100.
    let length: String
    /// The number of images.
    let count: Int
    /// Their share of the part.
    let share: String
  }

  /// A class.
  struct Row {
    let name: String
    let bars: [Bar]
  }

  let rows: [Row]

  /// The longest bar is 100; bars are as long as shares of their parts, so that parts of different size can be compared.
  init(_ exploration: Exploration) {
    let shares = exploration.parts.map { part in
      part.classCounts.map { part.images == 0 ? 0 : Double($0) / Double(part.images) }
    }
    let longest = shares.joined().max() ?? 0
    rows = exploration.classes.enumerated().map { index, one in
      let bars = exploration.parts.indices.map { part in
        let share = shares[part][index]
        return Bar(
          series: part, length: String(format: "%.2f", longest == 0 ? 0 : 100 * share / longest),
          count: exploration.parts[part].classCounts[index], share: NumberText.percent(share, 1))
      }
      return Row(name: one.title, bars: bars)
    }
  }
}
