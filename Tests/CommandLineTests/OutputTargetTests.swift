import Foundation
import Support
import Testing

/// Files that the user names for results, where something is there already.
@Suite("Output targets")
struct OutputTargetTests {
  let scratch: ScratchFolder
  let data: String

  init() throws {
    scratch = try ScratchFolder()
    data = try SampleDataset(trainingImages: 16, testImages: 16).write(in: scratch)
  }

  @Test("standard output gets the page, in a pipe and in a file")
  func standardOutput() async throws {
    for target in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
      let piped = try await shell(#""$1" data explore --data "$2" --output "$3" | cat"#, target)
      #expect(piped.exitCode == 0 && piped.standardOutput.contains("</html>"), "\(piped)")
      let file = try await shell(#""$1" data show 0 --data "$2" --png "$3" > out.bin && cat out.bin"#, target)
      #expect(file.exitCode == 0, "\(file)")
      let bytes = try scratch.bytes("out.bin")
      #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
      #expect(String(decoding: bytes, as: UTF8.self).hasSuffix(" (0)\n") || !bytes.isEmpty)
    }
    #expect(FileManager.default.fileExists(atPath: "/dev/stdout"))
  }

  @Test("a pipe that nobody reads, and a folder, are errors before anything is read")
  func refused() async throws {
    let made = try await shell("mkfifo pipe && mkdir folder")
    #expect(made.exitCode == 0)
    let absent = scratch.path("absent")
    for (name, problem) in [("folder", "is a folder, expected a file"), ("absent/x.html", "there is no folder")] {
      let path = scratch.path(name)
      let result = try await LockstepProgram.run("data", "explore", "--data", absent, "--output", path)
      #expect(result.refusalFault(exitCode: 73, "lockstep: \(path): \(problem)") == nil)
    }
    let pipe = scratch.path("pipe")
    let result = try await LockstepProgram.run("data", "explore", "--data", data, "--output", pipe)
    #expect(result.refusalFault(exitCode: 73, "lockstep: \(pipe): is a pipe that no program reads") == nil)
    #expect(try await shell("test -p pipe").exitCode == 0)
  }

  @Test("a pipe that a program reads gets everything")
  func pipe() async throws {
    let result = try await shell(
      #"mkfifo pipe; cat pipe > copy & "$1" data explore --data "$2" --output pipe; code=$?; wait; exit $code"#)
    #expect(result.exitCode == 0, "\(result)")
    #expect(try scratch.text("copy").contains("</html>"))
  }

  @Test("a link stays, and what it leads to keeps its permissions")
  func link() async throws {
    let result = try await shell(
      #"umask 022; echo old > page; chmod 600 page; ln -s page link; "$1" data explore --data "$2" --output link && "#
        + "stat -c '%F %a' link page")
    #expect(result.standardOutput == "symbolic link 777\nregular file 600\n", "\(result)")
    #expect(try scratch.text("page").contains("</html>"))
  }

  @Test("a name that is not UTF-8 is refused, and nothing is made")
  func notUTF8() async throws {
    let calls = [
      #""$1" data explore --data "$2" --output "$(printf 'a\351b.html')""#,
      #"LOCKSTEP_DATA="$(printf 'a\351b')" "$1" data info"#,
    ]
    for (call, place) in zip(calls, ["argument 6", "$LOCKSTEP_DATA"]) {
      let before = try RunFolder(scratch.path).names()
      let result = try await shell(call)
      #expect(result.refusalFault(exitCode: 64, "Error: \(place) is not UTF-8: \"a\\xE9b", "Rename") == nil)
      #expect(try RunFolder(scratch.path).names() == before)
    }
    let inside = try await shell(#"mkdir "$(printf 'd\351')" && cd "$(printf 'd\351')" && "$1" data info --data "$2""#)
    #expect(inside.failure == nil, "\(inside)")
  }

  /// Runs a script whose arguments are the program, the data set and `more`.
  private func shell(_ script: String, _ more: String...) async throws -> CommandResult {
    try await Command(
      "/bin/sh", ["-c", script, "sh", LockstepProgram.path, data] + more, folder: scratch.path
    ).run()
  }
}
