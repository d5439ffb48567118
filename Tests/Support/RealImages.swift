package import FashionMNIST
import Foundation
import SystemPackage

/// The published files, where they are installed.
package enum RealImages {
  /// Nil where they are not. Without `$LOCKSTEP_DATA`, which may name other data.
  package static let location = try? DatasetSearch(environment: [:], home: FilePath(NSHomeDirectory())).location()
}
