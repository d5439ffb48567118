import KernelInterface
import Testing

@Suite("Buffers and views")
struct FloatBufferTests {
  @Test("a buffer starts as zeros", arguments: [0, 1, 16, 1601])
  func startsAsZeros(count: Int) {
    let buffer = FloatBuffer(count: count)
    #expect(buffer.view.array == Array(repeating: 0, count: count))
  }

  @Test("views share the buffer's floats")
  func viewsShare() {
    let buffer = FloatBuffer(count: 10)
    buffer.view(at: 2, count: 5).slice(at: 1, count: 3).fill(7)
    buffer[9] = 1
    #expect(buffer.view.array == [0, 0, 0, 7, 7, 7, 0, 0, 0, 1])
    buffer.view(at: 0, count: 3).copy(from: buffer.view(at: 4, count: 3))
    #expect(buffer.view.array == [7, 7, 0, 7, 7, 7, 0, 0, 0, 1])
    buffer.view(at: 0, count: 2).withMutableSpan { span in span[1] = -1 }
    #expect(buffer.view.withSpan { span in span[1] } == -1)
  }

  @Test("a slice that leaves its view stops the program")
  func sliceOutside() async {
    await #expect(processExitsWith: .failure) {
      _ = FloatBuffer(count: 10).view(at: 2, count: 5).slice(at: 1, count: 5)
    }
  }

  @Test("a product that reaches past an operand stops the program before it computes")
  func productOutside() async {
    await #expect(processExitsWith: .failure) {
      let (buffer, table) = (FloatBuffer(count: 48), IndexTable([0, 2]))
      let shape = ProductShape(
        rows: 2, columns: 16, depth: .init(count: 3, a: 1, b: 16), aOffsets: table.view, cOffsets: table.view)
      // Row 1 reads A at 2, 3 and 4.
      _ = StridedProduct(
        shape, a: buffer.view(at: 0, count: 4), b: buffer.view, c: buffer.view, finish: .store)
    }
  }
}
