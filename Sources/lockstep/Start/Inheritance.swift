import Foundation

/// What a process inherits from the one that started it, put right before anything else happens.
enum Inheritance {
  /// Descriptors, then signals, then the launcher. The first thing that the program does.
  static func settle() {
    openStandardStreams()
    ignoreLostOutput()
    if ProcessInfo.processInfo.environment["SWIFT_BACKTRACE"] == nil { endAtOnceInCrashes() }
    ParentProcess.endWithLauncher()
  }

  /// Opens the null device on those of descriptors 0 to 2 that are closed: else the next file would get the number, and
  /// take in what is meant for standard output or standard error.
  ///
  /// Standard output cannot be written then, so that results are not taken for printed; a lost log harms nobody.
  private static func openStandardStreams() {
    for (descriptor, mode) in [(STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
    where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest free number, which is this one.
      _ = unsafe open("/dev/null", mode)
    }
  }

  /// Lets writing fail where nobody reads any more, and beyond the largest file that is allowed: an error can be
  /// reported, and who loses a log need not end.
  private static func ignoreLostOutput() {
    for number in [SIGPIPE, SIGXFSZ] { _ = signal(number, SIG_IGN) }
  }

  /// Takes crashes back from Swift's backtracer, which starts a debugger: it needs many seconds, asks a person on a
  /// terminal, and lets the program go on after signals from outside. `SWIFT_BACKTRACE` brings it back.
  private static func endAtOnceInCrashes() {
    _ = signal(SIGQUIT, SIG_DFL)
    for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] {
      var action = sigaction()
      unsafe sigemptyset(&action.sa_mask)
      // The second time, it ends the process. The stack of its own is there where the runtime has made one.
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_ONSTACK
      setHandler(&action)
      unsafe sigaction(number, &action, nil)
    }
  }

  private static func setHandler(_ action: inout sigaction) {
    #if canImport(Darwin)
      unsafe action.__sigaction_u.__sa_handler = reportCrash
    #else
      unsafe action.__sigaction_handler.sa_handler = reportCrash
    #endif
  }
}

/// Says what happened and lets the signal end the process.
private func reportCrash(_ number: Int32) {
  CrashReport.write(signal: number)
  raise(number)
}
