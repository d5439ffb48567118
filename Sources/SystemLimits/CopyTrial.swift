import Foundation

/// Whether the system lets a process copy from a process's memory at all, tried with its own.
package enum CopyTrial {
  /// False where a filter of system calls, such as a container's, refuses it; nil on systems that have no such call.
  package static var isAllowed: Bool? {
    #if canImport(Glibc)
      // The headers show it to programs in C alone, with extensions of GNU.
      guard let symbol = unsafe dlsym(nil, "process_vm_readv") else { return nil }
      let copy = unsafe unsafeBitCast(symbol, to: Copy.self)
      var (source, target): (UInt8, UInt8) = (1, 0)
      return unsafe withUnsafeMutableBytes(of: &source) { source in
        unsafe withUnsafeMutableBytes(of: &target) { target in
          var from = unsafe iovec(iov_base: source.baseAddress, iov_len: 1)
          var to = unsafe iovec(iov_base: target.baseAddress, iov_len: 1)
          return unsafe copy(getpid(), &to, 1, &from, 1, 0) == 1
        }
      }
    #else
      return nil
    #endif
  }

  #if canImport(Glibc)
    /// - Source: Linux, process_vm_readv(2).
    private typealias Copy =
      @convention(c) (pid_t, UnsafePointer<iovec>, UInt, UnsafePointer<iovec>, UInt, UInt) -> Int
  #endif
}
