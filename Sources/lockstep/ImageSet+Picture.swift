import FashionMNIST
import Pictures

extension ImageSet {
  /// The image at position `index` as a picture.
  func picture(_ index: Int) -> GrayPicture {
    GrayPicture(
      rows: rows, columns: columns, pixels: Array(pixels[index * pixelsPerImage..<(index + 1) * pixelsPerImage]))
  }
}
