/// What was seen of the data set.
package struct ObservedData: Codable, Sendable {
  /// Where it lies; nil where it was not found.
  package var folder: String?
  /// Why it was not found.
  package var absence: String?
  /// The files that are damaged or cannot be read, with the reason.
  package var damaged: [String] = []
  /// The files that are not the published ones.
  package var unofficial: [String] = []
  /// The digests of all.
  package var digests: [String] = []

  package init() {}

  package var findings: [Finding] {
    if let absence {
      return [
        Finding(
          .problem, "data", Self.shortened(absence), why: "training ends with 66",
          mend: "apt-get install dataset-fashion-mnist, or --data FOLDER; lockstep data verify says where was looked")
      ]
    }
    guard damaged.isEmpty else {
      return [
        Finding(
          .problem, "data", damaged.joined(separator: ", "), why: "training ends with 65",
          mend: "get the files again; lockstep data verify")
      ]
    }
    guard let folder, !unofficial.isEmpty else { return [] }
    return [
      Finding(
        .note, "data", "\(folder) is not Fashion-MNIST as published (\(unofficial.joined(separator: ", ")))",
        why: "results are of other data", mend: "apt-get install dataset-fashion-mnist, if that is not meant")
    ]
  }

  /// What is absent, and of a folder that the user has named, why; the usual places are many.
  private static func shortened(_ absence: String) -> String {
    let lines = absence.split(separator: "\n").map { $0.drop { $0 == " " } }
    let isNamed = !(lines.first?.contains("the usual places") ?? false)
    let what = lines.prefix(isNamed ? 2 : 1).joined(separator: " ")
    return what.hasSuffix("; searched:") ? String(what.dropLast("; searched:".count)) : what
  }
}
