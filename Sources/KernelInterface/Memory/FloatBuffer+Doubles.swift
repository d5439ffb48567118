extension FloatBuffer {
  /// The numbers in double precision that find room, each in the place of two floats.
  public var doubleCount: Int { count / 2 }

  /// Read and write access to one number in double precision.
  public subscript(double index: Int) -> Double {
    get {
      precondition(index >= 0 && index < doubleCount, "index outside of the buffer")
      return unsafe UnsafeRawPointer(start).loadUnaligned(fromByteOffset: 8 * index, as: Double.self)
    }
    set {
      precondition(index >= 0 && index < doubleCount, "index outside of the buffer")
      unsafe UnsafeMutableRawPointer(start).storeBytes(of: newValue, toByteOffset: 8 * index, as: Double.self)
    }
  }
}
