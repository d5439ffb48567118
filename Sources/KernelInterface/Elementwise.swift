public import CVectorMath

extension KernelSet {
  @inlinable @inline(__always)
  public static func maskByPositiveTemplate(gradient: FloatView, output: FloatView) {
    precondition(gradient.count == output.count && gradient.count % Lanes.width == 0)
    for offset in stride(from: 0, to: gradient.count, by: Lanes.width) {
      let target = unsafe gradient.start + offset
      let isPositive = unsafe Lanes(at: output.start + offset) .> 0
      unsafe Lanes.zero.replacing(with: Lanes(at: target), where: isPositive).store(at: target)
    }
  }

  @inlinable @inline(__always)
  public static func addTemplate(_ left: FloatView, _ right: FloatView, into sum: FloatView) {
    precondition(left.count == sum.count && right.count == sum.count)
    var offset = 0
    while offset &+ Lanes.width <= sum.count {
      unsafe (Lanes(at: left.start + offset) + Lanes(at: right.start + offset)).store(at: sum.start + offset)
      offset &+= Lanes.width
    }
    while offset < sum.count {
      unsafe sum.start[offset] = left.start[offset] + right.start[offset]
      offset &+= 1
    }
  }

  @inlinable @inline(__always)
  public static func streamTemplate(_ source: FloatView, into target: FloatView) {
    precondition(source.count == target.count && target.count % Lanes.width == 0)
    for offset in stride(from: 0, to: target.count, by: Lanes.width) {
      unsafe Lanes(at: source.start + offset).store(at: target.start + offset, streams: true)
    }
    lockstep_stream_fence()
  }

  @inlinable @inline(__always)
  public static func multiplyElementsTemplate(_ a: FloatView, _ b: FloatView, into target: FloatView) {
    precondition(a.count == target.count && b.count == target.count && target.count % Lanes.width == 0)
    for offset in stride(from: 0, to: target.count, by: Lanes.width) {
      unsafe (Lanes(at: a.start + offset) * Lanes(at: b.start + offset)).store(at: target.start + offset)
    }
  }

  @inlinable @inline(__always)
  public static func blendTemplate(_ addend: FloatView, share: Float, into target: FloatView, keeping rest: Float) {
    precondition(addend.count == target.count && target.count % Lanes.width == 0)
    for offset in stride(from: 0, to: target.count, by: Lanes.width) {
      let place = unsafe target.start + offset
      unsafe (Lanes(at: place) * rest + Lanes(at: addend.start + offset) * share).store(at: place)
    }
  }

  @inlinable @inline(__always)
  public static func normalizeTemplate(bytes: Span<UInt8>, into target: FloatView) {
    precondition(bytes.count == target.count)
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      var offset = 0
      while offset &+ Lanes.width <= target.count {
        unsafe (lockstep_load_bytes(start + offset) / 255).store(at: target.start + offset)
        offset &+= Lanes.width
      }
      while offset < target.count {
        unsafe target.start[offset] = Float(start[offset]) / 255
        offset &+= 1
      }
    }
  }
}
