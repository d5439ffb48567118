import Foundation
import Support
import Testing

/// The disk of a run is full for a while: training goes on, and what was saved before stays.
@Suite(
  "Full disk", .serialized, .timeLimit(.minutes(5)),
  .enabled(if: SmallDisk.isUsable, "this system mounts no small disk for tests"))
struct FullDiskTests {
  let run: SmallRun
  /// Where the disk is; its content is gone with the script, but for what is copied here.
  let disk: String
  /// So many that the disk is full for a part of them only, and so few that a busy machine comes to the end in time.
  private static let epochs = 100

  init() throws {
    run = try SmallRun(images: 320)
    disk = try run.scratch.makeFolder("disk")
  }

  /// Shell functions: `train` starts the program with its arguments, and stops it behind its first checkpoint; `fill` and
  /// `empty` the disk; `finish` lets the program go on and says how it ended.
  private static let functions = #"""
    run="$DISK/run"
    train() {
      "$@" 2>"$DISK/../errors" & pid=$!
      until ls "$run/checkpoints/"step-* >/dev/null 2>&1; do
        kill -0 $pid || exit 98
        sleep 0.01
      done
      kill -STOP $pid
    }
    fill() { cat /dev/zero >"$DISK/filler" 2>/dev/null; }
    empty() { rm "$DISK/filler"; }
    finish() { kill -CONT $pid; wait $pid; echo "code $?"; }

    """#

  private func script(_ script: String, kilobytes: Int = 2048) async throws -> CommandResult {
    let options = ["--output-dir", disk + "/run", "--epochs", "\(Self.epochs)", "--checkpoint-every", "1epoch"]
    return try await SmallDisk.shell(
      kilobytes: kilobytes, in: disk, Self.functions + script + "\ncp -r \"$run\" \"$DISK/../copy\"",
      run.arguments(options)
    ).run()
  }

  private var errors: [String] {
    get throws { try run.scratch.text("errors").split(separator: "\n").map(String.init) }
  }

  private var copy: RunFolder { RunFolder(run.scratch.path("copy")) }

  @Test("for a while: one warning for each file, no line is lost, and the result is the same")
  func fullForAWhile() async throws {
    let result = try await script(
      #"""
      train "$@"; fill; kill -CONT $pid
      until grep -q "could not be saved" "$DISK/../errors" && grep -q "history.csv" "$DISK/../errors"; do
        kill -0 $pid || break
        sleep 0.01
      done
      empty; finish
      """#)
    #expect(result.outputLines.last == "code 0", "\(result)")
    let warnings = try errors.filter { $0.hasPrefix("lockstep: ") }
    #expect(warnings.count { $0.contains("could not be saved; training goes on") } == 1, "\(warnings)")
    for name in ["metrics.jsonl", "history.csv"] {
      #expect(warnings.count { $0.contains("\(name): cannot append") } <= 1, "\(warnings)")
    }
    #expect(try copy.epochs().map(\.epoch) == Array(1...Self.epochs))
    #expect(try copy.historyLines().count == Self.epochs + 2)
    let last = try #require(copy.checkpoints.last)
    #expect(try await LockstepProgram.run("inspect", last).exitCode == 0)
    try await run.train("--epochs", "\(Self.epochs)", "--checkpoint-every", "none")
    #expect(
      try copy.events().last?["weights_sha256"] as? String == run.folder.events().last?["weights_sha256"] as? String)
  }

  @Test("to the end: 74, no unfinished file is left, and once there is room the run goes on from before")
  func fullToTheEnd() async throws {
    let result = try await script(
      #"""
      train "$@"; fill; finish; ls -A "$run" "$run/checkpoints" >"$DISK/../names"
      empty; "$@" --resume auto 2>/dev/null; echo "code $?"
      """#)
    #expect(result.outputLines.last == "code 0", "\(result)")
    #expect(result.outputLines.contains("code 74"), "\(result)")
    #expect(try errors.count { $0.contains("could not be saved; training goes on") } == 1)
    let names = try run.scratch.text("names")
    #expect(names.contains("step-") && !names.contains(".lockstep-") && !names.contains("model"), "\(names)")
    #expect(try copy.epochs().map(\.epoch) == Array(1...Self.epochs))
    try await run.train("--epochs", "\(Self.epochs)", "--checkpoint-every", "none")
    #expect(
      try copy.events().last?["weights_sha256"] as? String == run.folder.events().last?["weights_sha256"] as? String)
  }
}
