import Encodings

/// An array of numbers as NumPy's `load` reads it.
///
/// - Source: NumPy's `numpy/lib/format.py`, format version 1.0.
package enum NumPyFile {
  /// The file of a matrix of single-precision numbers.
  ///
  /// - Parameters:
  ///   - values: row after row.
  /// - Precondition: the number of values is a multiple of `columns`, which is positive.
  package static func bytes(_ values: [Float], columns: Int) -> [UInt8] {
    precondition(columns > 0 && values.count.isMultiple(of: columns), "the rows have different lengths")
    let shape = "(\(values.count / columns), \(columns))"
    var bytes = header("{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }")
    LittleEndian.append(values, to: &bytes)
    return bytes
  }

  /// Magic number, version and dictionary, padded with spaces so that the numbers begin at a multiple of 64 bytes.
  private static func header(_ dictionary: String) -> [UInt8] {
    let magic: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    let unpadded = magic.count + 2 + dictionary.utf8.count + 1
    let length = (unpadded + 63) / 64 * 64 - magic.count - 2
    let padding = String(repeating: " ", count: length - dictionary.utf8.count - 1)
    var header = magic
    LittleEndian.append(UInt64(length), size: 2, to: &header)
    return header + Array("\(dictionary)\(padding)\n".utf8)
  }
}
