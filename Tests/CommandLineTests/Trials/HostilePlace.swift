import Foundation
import Support

/// Where a path can lead besides a regular file that one may read and write.
enum HostilePlace: String, CaseIterable, Sendable {
  case nullDevice = "a device that swallows all"
  case fullDevice = "a device that is always full"
  case zeroDevice = "a device that never ends"
  case pipe = "a named pipe with nobody at its other end"
  case readPipe = "a named pipe that somebody reads"
  case link = "a link to a file"
  case danglingLink = "a link to nothing"
  case standardOutput = "a link to standard output"
  case folder = "a folder"
  case emptyFile = "an empty file"
  case privateFile = "a file of mode 600"
  case forbiddenFile = "a file of mode 000"
  case readOnlyFolder = "a folder that nobody may write to"
  case missingFolder = "a folder that is not there"
  case sparseFile = "a file of 1 GB of zeros, which takes no space"
  case fileOfOtherEncoding = "a file whose name is not UTF-8"

  /// Those that an output can be sent to.
  static let ofOutputs: [HostilePlace] = [
    .nullDevice, .fullDevice, .pipe, .readPipe, .link, .danglingLink, .standardOutput, .folder, .privateFile,
    .readOnlyFolder, .missingFolder,
  ]
  /// Those that an input can come from.
  static let ofInputs: [HostilePlace] = [
    .nullDevice, .zeroDevice, .pipe, .danglingLink, .folder, .emptyFile, .forbiddenFile, .sparseFile,
    .fileOfOtherEncoding,
  ]

  /// Whether a privileged user is not stopped here.
  var isAboutPermission: Bool { self == .forbiddenFile || self == .readOnlyFolder }

  /// What the shell makes of it at `$p`. A privileged user gets devices of his own: a program that replaces them would
  /// break the machine.
  private var script: String {
    switch self {
    case .nullDevice: Self.device("null", 3)
    case .fullDevice: Self.device("full", 7)
    case .zeroDevice: Self.device("zero", 5)
    case .pipe, .readPipe: #"mkfifo "$p""#
    case .link: #"echo old > "$p.target"; ln -s "$p.target" "$p""#
    case .danglingLink: #"ln -s "$p.absent" "$p""#
    case .standardOutput: #"ln -s /proc/self/fd/1 "$p""#
    case .folder: #"mkdir "$p""#
    case .emptyFile: #": > "$p""#
    case .privateFile: #"echo old > "$p"; chmod 600 "$p""#
    case .forbiddenFile: #"echo old > "$p"; chmod 000 "$p""#
    case .readOnlyFolder: #"mkdir "${p%/*}"; chmod 555 "${p%/*}""#
    case .missingFolder: ":"
    case .sparseFile: #"truncate -s 1G "$p""#
    case .fileOfOtherEncoding: #"echo old > "$p""#
    }
  }

  private static func device(_ name: String, _ number: Int) -> String {
    #"if [ "$(id -u)" = 0 ]; then mknod -m 666 "$p" c 1 \#(number); else ln -s /dev/\#(name) "$p"; fi"#
  }

  /// Makes it in `folder`, and returns the path that leads there, which ends with `suffix`.
  ///
  /// - Throws: ``UnexpectedExit`` where the system does not let it be made.
  func make(in folder: String, suffix: String = "") async throws -> String {
    let isBelow = self == .readOnlyFolder || self == .missingFolder
    let path = folder + (isBelow ? "/below/place" : "/place") + suffix
    let result = try await Command("/bin/sh", ["-e", "-c", "p=\(Self.word(path, self)); \(script)"]).run()
    guard result.exitCode == 0 else { throw UnexpectedExit(result: result) }
    return path
  }

  /// The path as a word of the shell; arguments of a process are text here, so what is no text is left to the shell.
  static func word(_ path: String, _ place: HostilePlace) -> String {
    place == .fileOfOtherEncoding ? #""$(printf '\#(path)\377')""# : "'\(path)'"
  }
}
