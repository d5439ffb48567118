import Crypto
import Encodings

/// What was read, by content: the digests of a part's two files.
package struct DatasetIdentity: Equatable, Sendable {
  /// The part that was read.
  package let part: DatasetPart
  /// SHA-256 of the uncompressed file of images, lower-case hexadecimal.
  package let imagesSHA256: String
  /// SHA-256 of the uncompressed file of labels, lower-case hexadecimal.
  package let labelsSHA256: String

  /// An identity from the two files' digests.
  package init(part: DatasetPart, imagesSHA256: String, labelsSHA256: String) {
    self.part = part
    self.imagesSHA256 = imagesSHA256
    self.labelsSHA256 = labelsSHA256
  }

  /// Whether these are the files that Zalando published.
  package var isOfficial: Bool { self == Self.official(part) }

  /// What to call the data.
  package var title: String { Self.title(isOfficial: isOfficial) }

  /// What to call data: only the published files are Fashion-MNIST.
  package static func title(isOfficial: Bool) -> String {
    isOfficial ? "Fashion-MNIST (verified)" : "not Fashion-MNIST"
  }

  /// The part that Zalando published with these digests, whatever it was read as; nil if there is none.
  package var officialPart: DatasetPart? {
    DatasetPart.allCases.first { part in
      let official = Self.official(part)
      return (imagesSHA256, labelsSHA256) == (official.imagesSHA256, official.labelsSHA256)
    }
  }

  /// One digest for both files: SHA-256 over the text of the two, images first.
  package var sha256: String { Hexadecimal.text(SHA256.hash(data: Array((imagesSHA256 + labelsSHA256).utf8))) }

  /// The identity of a published part. Distributors compress the files again, so only uncompressed bytes count.
  ///
  /// - Source: `zcat FILE | sha256sum` on the files of Debian's package `dataset-fashion-mnist`, a copy of
  ///   <https://github.com/zalandoresearch/fashion-mnist>.
  package static func official(_ part: DatasetPart) -> DatasetIdentity {
    switch part {
    case .training:
      DatasetIdentity(
        part: .training,
        imagesSHA256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        labelsSHA256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9")
    case .test:
      DatasetIdentity(
        part: .test,
        imagesSHA256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        labelsSHA256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34")
    }
  }
}
