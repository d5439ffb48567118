/// The ten classes of Fashion-MNIST.
package enum ClassNames {
  /// The names by label, in Zalando's spelling.
  ///
  /// - Source: <https://github.com/zalandoresearch/fashion-mnist>, section "Labels".
  package static let all = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
  ]

  /// The labels that name a class: 0 to 9.
  package static var labels: Range<UInt8> { 0..<UInt8(all.count) }
}
