import Foundation
import RunPhases

/// What a crash leaves behind: one line that says which rank crashed, by which signal, and where it was.
///
/// Nothing here may allocate or lock: the crash may have come in the middle of either.
struct CrashReport {
  /// More than the line has.
  private static let capacity = 256

  private var bytes = InlineArray<256, UInt8>(repeating: 0)
  private var count = 0

  /// Writes the line to standard error with one call, so that those of several ranks do not mix.
  static func write(signal number: Int32) {
    Whereabouts.leave(isExplained: true)
    var report = CrashReport()
    report.add("lockstep: rank ")
    report.add(Whereabouts.rank)
    report.add(" crashed with ")
    report.add(name(of: number))
    report.add(" in ")
    let place = Whereabouts.place
    report.add(place.phase.name)
    if place.step > 0 {
      report.add(" of step ")
      report.add(place.step)
    }
    report.add("; with SWIFT_BACKTRACE=enable=yes in the environment it shows where\n")
    unsafe report.bytes.span.withUnsafeBufferPointer { bytes in
      _ = unsafe Foundation.write(STDERR_FILENO, bytes.baseAddress, report.count)
    }
  }

  private mutating func add(_ text: StaticString) {
    for index in 0..<text.utf8CodeUnitCount { add(unsafe text.utf8Start[index]) }
  }

  private mutating func add(_ number: Int) {
    var unit = 1
    while number / unit >= 10 { unit *= 10 }
    while unit > 0 {
      add(UInt8(truncatingIfNeeded: 48 + number / unit % 10))
      unit /= 10
    }
  }

  private mutating func add(_ byte: UInt8) {
    if count == Self.capacity { return }
    bytes[count] = byte
    count += 1
  }

  private static func name(of signal: Int32) -> StaticString {
    switch signal {
    case SIGILL: "SIGILL"
    case SIGTRAP: "SIGTRAP"
    case SIGABRT: "SIGABRT"
    case SIGBUS: "SIGBUS"
    case SIGFPE: "SIGFPE"
    default: "SIGSEGV"
    }
  }
}
