package import SystemPackage

/// What a search for the newest valid checkpoint found.
package struct CheckpointSearch: Sendable {
  /// The newest valid checkpoint; nil if there is none.
  package let newest: Checkpoint?
  /// Its file; nil if there is none.
  package let path: FilePath?
  /// Newer files that were passed over, newest first, each with its path and what is wrong with it.
  package let skipped: [StorageError]
}
