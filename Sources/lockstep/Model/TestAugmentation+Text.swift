import ArgumentParser
import Training

extension TestAugmentation: ExpressibleByArgument {
  /// What the values of an option mean.
  static let help = """
    flip: as they are and mirrored; flip-shift: moved by a pixel along a diagonal as well, both ways. The logits are the \
    means of all.
    """

  /// What continues "as it is"; nil where there is no other view.
  var otherViews: String? {
    switch self {
    case .none: nil
    case .flip: " and mirrored"
    case .flipShift: ", mirrored and moved by a pixel"
    }
  }
}
