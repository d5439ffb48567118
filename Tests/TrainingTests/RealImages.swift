import FashionMNIST
import Foundation
import SystemPackage

/// The published files, where they are installed.
enum RealImages {
  /// Nil where they are not. Without `$LOCKSTEP_DATA`, which may name other data.
  static let location = try? DatasetSearch(environment: [:], home: FilePath(NSHomeDirectory())).location()
}
