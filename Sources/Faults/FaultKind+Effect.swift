#if DEBUG || Faults
  import Foundation
  import SystemPackage

  extension FaultKind {
    /// Whether it ends, stops or delays the process.
    var isOfProcess: Bool { [.kill, .segfault, .exit, .abort, .stop, .delay].contains(self) }

    /// Whether it strikes all that is computed in its step, and again where the step is computed again: a wrong gradient is to
    /// be found, and somebody who looks for it computes it once more.
    var lastsForStep: Bool { self == .flipGradient || self == .nan }

    /// Lets it happen to this process.
    func strikeProcess() {
      switch self {
      case .kill: _ = Foundation.kill(getpid(), SIGKILL)
      // A true one: no address of the first page is anybody's.
      case .segfault: if let nowhere = unsafe UnsafeMutablePointer<UInt8>(bitPattern: 64) { unsafe nowhere.pointee = 1 }
      // Of a library that takes the end of the program upon itself: no handler runs, nobody is told.
      case .exit: _exit(Self.exitCode)
      case .abort: Foundation.abort()
      case .stop: _ = Foundation.kill(getpid(), SIGSTOP)
      case .delay: Thread.sleep(forTimeInterval: Self.delaySeconds)
      default: break
      }
    }

    /// A code that the program itself never ends with.
    private static let exitCode: Int32 = 3
    private static let delaySeconds = 1.0

    /// With what a call that writes a file fails; nil where it does not.
    func error(of call: FileCall) -> Errno? {
      switch (self, call) {
      case (.diskFull, .write): .noSpace
      case (.ioError, .write), (.failedFsync, .synchronize), (.failedClose, .close), (.failedRename, .rename): .ioError
      default: nil
      }
    }
  }
#endif
