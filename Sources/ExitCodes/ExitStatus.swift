/// What the program tells whoever started it: the exit code. The one table of them.
///
/// They are those of sysexits.h where it has one, and come out of mpirun unchanged. The text of `--help` is made from the
/// table, and a test compares README's with it.
package struct ExitStatus: RawRepresentable, Hashable, Sendable {
  /// The exit code.
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  /// The program did what it was asked to do.
  package static let done = ExitStatus(rawValue: 0)
  /// Nobody has thought of this error.
  package static let unexpected = ExitStatus(rawValue: 1)
  /// All went well, but the result is not what was asked for.
  package static let targetMissed = ExitStatus(rawValue: 2)
  /// Options that are wrong, that contradict each other, or the data.
  package static let usage = ExitStatus(rawValue: 64)
  /// A file is there but is not what it should be.
  package static let badData = ExitStatus(rawValue: 65)
  /// A file or folder is absent, is of another kind (a folder for a file), or cannot be read to its end.
  package static let inputMissing = ExitStatus(rawValue: 66)
  /// The processes cannot work together as they were started.
  package static let launchUnusable = ExitStatus(rawValue: 69)
  /// A loss or a weight is no finite number.
  package static let diverged = ExitStatus(rawValue: 70)
  /// The ranks do not get on any more; the code of all that goes wrong in the middle of a training.
  package static let hung = diverged
  /// A file or folder cannot be created, or put in its place.
  package static let cannotCreate = ExitStatus(rawValue: 73)
  /// Writing failed half-way.
  package static let cannotWrite = ExitStatus(rawValue: 74)
  /// A signal ended a run, which has saved where it stands: the same command goes on from there.
  package static let interrupted = ExitStatus(rawValue: 75)
  /// This machine lacks what is asked of it: a kernel set, or memory.
  package static let badConfiguration = ExitStatus(rawValue: 78)

  /// A signal ended the program: 128 plus its number, as shells count.
  package static func signal(_ number: Int32) -> ExitStatus { ExitStatus(rawValue: 128 + number) }

  /// All codes that the program ends with by itself, and what they mean.
  package static let table: [(status: ExitStatus, meaning: String)] = [
    (.done, "done"), (.unexpected, "unexpected"), (.targetMissed, "target not met, or verify found a difference"),
    (.usage, "usage"),
    (.badData, "bad data, model or checkpoint"), (.inputMissing, "input missing"),
    (.launchUnusable, "ranks cannot work together"), (.diverged, "training diverged, or ranks hang"),
    (.cannotCreate, "cannot create a file"), (.cannotWrite, "cannot write"),
    (.interrupted, "stopped by a signal, checkpoint saved: run again to go on"),
    (.badConfiguration, "no such kernels, or too little memory"),
  ]
}

extension ExitStatus {
  /// Whether the same command, started again, would end the same way: what is wrong with it lies in its arguments, its files or
  /// the machine. After every other end, crashes among them, a launcher may start again.
  ///
  /// Training that diverged may have been led astray by a memory fault, and a run that was stopped can go on.
  package var isLasting: Bool {
    switch self {
    case .done, .targetMissed, .usage, .badData, .inputMissing, .launchUnusable, .cannotCreate, .cannotWrite,
      .badConfiguration:
      true
    default: false
    }
  }

  /// Whether the program itself has ended with this code, and said why.
  package var isExplained: Bool { self != .unexpected && Self.table.contains { $0.status == self } }

  /// The number of the signal that ended the program; nil for a code of its own.
  package var signal: Int32? { rawValue > 128 && rawValue <= 128 + 64 ? rawValue - 128 : nil }
}
