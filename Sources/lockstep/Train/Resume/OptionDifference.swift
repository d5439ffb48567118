import Foundation
import Network
import Reports
import SystemPackage
import Training

/// An option of `train` whose value now is not the one that a run was begun with.
struct OptionDifference: Equatable {
  let option: String
  let recorded: String
  let given: String
}

extension TrainingRequest {
  /// In what options another request differs from this one, which is that of a run.
  ///
  /// - Parameter expected: the range of pixels that the run's model expects; what an absent option stands for.
  func differences(of given: TrainingRequest, expected: PixelRange?) -> [OptionDifference] {
    var given = given
    given.configuration.pixelRange = recordedRange(for: given, expected: expected)
    let (own, others) = (optionValues, given.optionValues)
    let names = own.map(\.name) + others.map(\.name).filter { name in !own.contains { $0.name == name } }
    let differences = names.compactMap { name in
      Self.difference(
        name, own.first { $0.name == name }?.value, others.first { $0.name == name }?.value)
    }
    guard differences.isEmpty, configuration != given.configuration else { return differences }
    // Something that no option says: older versions may have had other settings.
    let (settings, otherSettings) = (settingValues, given.settingValues)
    return Set(settings.keys).union(otherSettings.keys).sorted().compactMap {
      Self.difference($0, settings[$0], otherSettings[$0])
    }
  }

  private static func difference(_ name: String, _ recorded: String?, _ given: String?) -> OptionDifference? {
    // An option that is absent and one that is none are the same.
    let (recorded, given) = (recorded ?? "none", given ?? "none")
    return recorded == given ? nil : OptionDifference(option: name, recorded: recorded, given: given)
  }

  /// The range of pixels that a request means, where it means this run's, as the run has recorded it.
  private func recordedRange(for given: TrainingRequest, expected: PixelRange?) -> PixelRange? {
    let recorded = configuration.pixelRange
    switch (given.configuration.pixelRange, recorded ?? .zeroToOne) {
    // Mean and deviation follow from the images.
    case (.standardized(nil), .standardized): return recorded
    // The range follows from initial weights, or else from the model.
    case (nil, let range): return initialWeights != nil || expected ?? range == range ? recorded : expected
    case (let range?, let own): return range == own ? recorded : range
    }
  }

  /// Every option with its value; a flag is "yes" or "no".
  private var optionValues: [(name: String, value: String)] {
    // A run has its own copy of the model's file, whose path may be another.
    let model = namedModel.file.flatMap { FilePath($0).lastComponent?.string } ?? configuration.model
    let course = [["--model", model], ["--epochs", "\(configuration.epochs)"]]
    let seeds = [["--seed", "\(configuration.fold?.seed ?? configuration.seed)"], ["--repeat", "\(repeats)"]]
    let files = [
      initialWeights.map { ["--initial-weights", $0] },
      configuration.validationIndices.map { ["--validation-indices", "\($0)"] },
    ].compactMap(\.self)
    return (course + seeds + configuration.options + files).map { words in
      if words.count > 1 { return (words[0], words[1]) }
      let isNo = words[0].hasPrefix("--no-")
      return (isNo ? "--" + words[0].dropFirst("--no-".count) : words[0], isNo ? "no" : "yes")
    }
  }

  private var settingValues: [String: String] {
    let facts = (try? SettingList(configuration).facts) ?? []
    return Dictionary(facts.map { ($0.name, $0.value) }) { first, _ in first }
  }
}
