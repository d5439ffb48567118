import ArgumentParser
import FashionMNIST
import TextTables

/// How classes are called.
struct ClassNameOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Names of the classes, separated by commas.",
      discussion: "Default: those of Fashion-MNIST where the data are Fashion-MNIST, else their numbers.",
      valueName: "name,…"))
  var classNames: CommaSeparated<String>?

  func validate() throws {
    // Names end up in tables: control characters have no place there.
    let isPrintable = (classNames?.elements ?? []).allSatisfy { name in
      !name.isEmpty && name.allSatisfy(\.isPrintable)
    }
    if !isPrintable { throw ValidationError("--class-names: a name is empty or has control characters") }
  }

  /// The names of the classes of a model, or of data.
  ///
  /// - Parameters:
  ///   - isFashionMNIST: whether the classes are known to be Fashion-MNIST's.
  ///   - owner: what has the classes, for the message.
  /// - Throws: a usage error if another number of names was given.
  func names(classes: Int, isFashionMNIST: Bool, owner: String = "the model has") throws -> [String] {
    if let names = classNames?.elements {
      guard names.count == classes else {
        throw ValidationError("--class-names: \(names.count) names, but \(owner) \(classes) classes")
      }
      return names
    }
    return isFashionMNIST && classes == ClassNames.all.count ? ClassNames.all : (0..<classes).map { "\($0)" }
  }
}
