import Crypto
import Encodings

/// The digest that tells whether two models are equal to the last bit.
package enum WeightsDigest {
  /// SHA-256 over the float32 little-endian bytes of all `weights`, in the given (model) order, in hexadecimal.
  ///
  /// Names and shapes are not part of it.
  package static func hexadecimal(of weights: [Tensor]) -> String {
    var hash = SHA256()
    for tensor in weights {
      var bytes: [UInt8] = []
      LittleEndian.append(tensor.values, to: &bytes)
      hash.update(data: bytes)
    }
    return Hexadecimal.text(hash.finalize())
  }
}
