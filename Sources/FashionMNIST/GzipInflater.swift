import CZlib

/// zlib's decompressor for gzip (RFC 1952), which also checks the CRC-32 and the length in the trailer.
@safe
struct GzipInflater: ~Copyable {
  /// What one call achieved.
  struct Progress {
    /// How the stream stands after the call.
    enum State: Equatable {
      case running
      case ended
      /// The stream is damaged; the text is zlib's.
      case corrupt(String)
    }

    /// Bytes taken from the input.
    let consumed: Int
    /// Bytes added to the output.
    let produced: Int
    let state: State
  }

  /// On the heap because zlib keeps a pointer to it and refuses to work on a moved copy.
  private let stream: UnsafeMutablePointer<z_stream>

  /// A decompressor at the start of a stream; nil when zlib has no memory for its window.
  init?() {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    guard unsafe CZlib_startInflatingGzip(stream) == Z_OK else {
      unsafe stream.deallocate()
      return nil
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Gets ready for the next stream of the same file (gzip files may be concatenated).
  mutating func restart() { unsafe inflateReset(stream) }

  /// Decompresses `input[source]` into `output[target...]`, until one of the two is used up or the stream ends.
  mutating func inflate(_ input: [UInt8], _ source: Range<Int>, into output: inout [UInt8], from target: Int)
    -> Progress
  {
    precondition(output.indices.contains(target), "no room for the output")
    let available = UInt32(clamping: source.count)
    let room = UInt32(clamping: output.count - target)
    let status = unsafe input[source].withUnsafeBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { output in
        unsafe stream.pointee.next_in = source.baseAddress
        unsafe stream.pointee.avail_in = available
        unsafe stream.pointee.next_out = output.baseAddress.map { unsafe $0 + target }
        unsafe stream.pointee.avail_out = room
        return unsafe CZlib.inflate(stream, Z_NO_FLUSH)
      }
    }
    let consumed = unsafe Int(available - stream.pointee.avail_in)
    let produced = unsafe Int(room - stream.pointee.avail_out)
    let state: Progress.State =
      switch status {
      case Z_STREAM_END: .ended
      // zlib's "no progress possible" is no fault after progress: one of the buffers is used up.
      case Z_OK: .running
      case Z_BUF_ERROR: consumed + produced > 0 ? .running : .corrupt("no progress")
      default: .corrupt(message(status))
      }
    return Progress(consumed: consumed, produced: produced, state: state)
  }

  private func message(_ status: CInt) -> String {
    unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "zlib error \(status)"
  }
}
