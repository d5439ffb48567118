package import ExitCodes

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Threads that end by themselves when their work is done.
///
/// Foundation's `Thread` does not report that a thread could not be started; whoever waits for it would wait for ever.
enum DetachedThread {
  /// Address space for the stack, as the main thread has; pages are used only when touched.
  static let stackBytes = 8 << 20

  /// Starts a thread that runs `work`.
  static func start(_ work: @escaping @Sendable () -> Void) throws(ThreadStartError) {
    var attributes = pthread_attr_t()
    var code = unsafe pthread_attr_init(&attributes)
    guard code == 0 else { throw ThreadStartError(code: code) }
    defer { unsafe pthread_attr_destroy(&attributes) }
    unsafe pthread_attr_setstacksize(&attributes, stackBytes)
    unsafe pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))

    let context = unsafe Unmanaged.passRetained(Work(work))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    code = unsafe pthread_create(&thread, &attributes, { unsafe runWork($0) }, context.toOpaque())
    guard code == 0 else {
      unsafe context.release()
      throw ThreadStartError(code: code)
    }
  }
}

/// A thread that the system did not start.
package struct ThreadStartError: ProgramError, Hashable {
  /// The error number of `pthread_create`.
  package let code: Int32

  package var exitStatus: ExitStatus { .launchUnusable }

  package var description: String {
    "cannot start a thread: \(unsafe String(cString: strerror(code))); "
      + "use fewer threads (--threads), or raise the limit on processes (ulimit -u)"
  }
}

/// A closure as an object, so that it can pass through C as one pointer.
private final class Work: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// The first function on the new thread; takes over the reference that `start` handed to C.
private func runWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let context = unsafe context {
    unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
  }
  return nil
}
