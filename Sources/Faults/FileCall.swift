/// A call of the system by which a file is written.
@usableFromInline
package enum FileCall: Sendable {
  case write, synchronize, close, rename
}
