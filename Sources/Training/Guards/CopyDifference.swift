/// Copies of the weights, or of what the optimiser keeps, that are not the same.
package struct CopyDifference: Equatable, Sendable, CustomStringConvertible {
  /// Steps taken since the beginning.
  package let step: Int
  package let ballot: Ballot
  /// Between the odd copy and the usual one; nil where a number changed between two readings.
  package let difference: VectorDifference?

  package var description: String {
    "after step \(step) the workers' numbers are no longer the same: \(numbers). \(blame) Memory, a processor, or the way "
      + "between ranks has changed a number. \(Self.advice)"
  }

  static let advice =
    "Both versions are kept in the run directory, in divergence. Go on from the newest checkpoint, for which all copies were "
    + "compared; if it happens again, do without that machine."

  private var numbers: String {
    guard let difference else { return "the copies of \(ballot.odd) and \(ballot.usual) differ" }
    return "in \(difference) \(ballot.odd) has \(difference.text(0)), \(ballot.usual) has \(difference.text(1))"
  }

  private var blame: String {
    let count = ballot.usualCount + ballot.others.count
    guard ballot.isDecided else { return "Of \(count) copies no more than half agree, so any of these may be wrong." }
    let names = ballot.others.map(\.description).joined(separator: ", ")
    return "\(ballot.usualCount) of \(count) copies agree; \(names) \(ballot.others.count == 1 ? "is" : "are") wrong."
  }
}
