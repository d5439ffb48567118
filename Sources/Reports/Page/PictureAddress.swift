import Foundation
import Pictures

extension GrayPicture {
  /// The picture as an address that a page needs no other file for.
  ///
  /// - Source: RFC 2397.
  var dataAddress: String { "data:image/png;base64," + Data(png).base64EncodedString() }
}
