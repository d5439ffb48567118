import ArgumentParser
import Training

extension TestAugmentation: ExpressibleByArgument {
  /// What the values of an option mean.
  static let help = """
    flip: the image and its mirror image; flip-shift: both of these also moved by a pixel down to the right, and up to \
    the left. The logits of all views are averaged.
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
