import FashionMNIST
import Testing

/// Expects `body` to throw a `DataError` of `kind` whose message contains each of `fragments`.
func expectDataError(
  _ kind: DataError.Kind, _ fragments: String..., sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> Void
) {
  let error = #expect(throws: DataError.self, sourceLocation: sourceLocation, performing: body)
  guard let error else { return }
  #expect(error.kind == kind, "\(error)", sourceLocation: sourceLocation)
  for fragment in fragments {
    #expect(error.description.contains(fragment), sourceLocation: sourceLocation)
  }
}
