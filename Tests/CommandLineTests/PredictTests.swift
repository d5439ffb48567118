import Foundation
import Pictures
import Support
import Testing

/// What `predict` makes of pictures.
@Suite("predict", .serialized)
struct PredictTests {
  let run: SampleRun

  init() async throws {
    run = try SampleRun()
    _ = try await run.train()
  }

  @Test("prints class, probabilities, what was done to the picture, and what the network saw")
  func text() async throws {
    let result = try await predict(try picture(), "--top-k", "2")
    #expect(result.failure == nil)
    let lines = result.outputLines
    #expect(lines[0].contains("picture.png: "))
    #expect(lines.filter { $0.wholeMatch(of: #/  \S+ +[\d.]+ %/#) != nil }.count == 2, "\(result)")
    #expect(result.standardOutput.contains("  picture: 100 x 120, 8-bit gray\n"))
    #expect(result.standardOutput.contains("luminance, nearest to 28 x 28, not inverted: its border is dark"))
    #expect(!result.standardOutput.contains("\u{1B}"))
  }

  @Test("reads a picture that comes through a pipe, and gives up one that nobody writes to")
  func pipe() async throws {
    let picture = try picture()
    let script = #"cat "$3" | "$1" predict --model-file "$2" /dev/stdin"#
    let piped = try await Command("/bin/sh", ["-c", script, "sh", LockstepProgram.path, run.folder.model, picture])
      .run()
    #expect(piped.failure == nil)
    let file = try await predict(picture)
    #expect(piped.outputLines.dropFirst() == file.outputLines.dropFirst())
    let silent = try await Command(
      "/bin/sh",
      ["-c", #"mkfifo pipe && "$1" predict --model-file "$2" pipe"#, "sh", LockstepProgram.path, run.folder.model],
      folder: run.scratch.path
    ).run()
    #expect(silent.refusalFault(exitCode: 66, "lockstep: ", "pipe: is a pipe that no program writes to") == nil)
  }

  @Test("aligns names that are wider than their letters are many")
  func wideNames() async throws {
    let names = "👟,鞋,cafe\u{301},a,b,c,d,e,f,g"
    let result = try await predict(try picture(), "--class-names", names, "--top-k", "10")
    #expect(result.failure == nil)
    #expect(!result.standardOutput.contains("\u{FFFD}"))
    for row in ["  👟     ", "  鞋     ", "  cafe\u{301}   ", "  a      "] {
      #expect(result.outputLines.contains { $0.hasPrefix(row) }, "\(row) in \(result)")
    }
  }

  @Test("says that a picture has no end")
  func noEnd() async throws {
    let bytes = try Data(contentsOf: URL(filePath: try picture()))
    let result = try await predict(try run.scratch.write(Array(bytes.dropLast(12)), "cut.png"))
    #expect(result.failure == nil)
    #expect(result.standardError.contains("cut.png: ends without its last chunk, IEND; all of its pixels are there."))
  }

  @Test("says that a light picture was inverted, and does not where that is forbidden")
  func inversion() async throws {
    let light = try picture(border: 240, garment: 40)
    let automatic = try await predict(light)
    #expect(
      automatic.standardOutput.contains("inverted: its border is light (mean 240 of 255), and garments are light"))
    let forbidden = try await predict(light, "--invert", "no")
    #expect(forbidden.standardOutput.contains("not inverted, as asked; its border is light (mean 240 of 255)"))
    let forced = try await predict(try picture(), "--invert", "yes")
    #expect(forced.standardOutput.contains("inverted as asked"))
  }

  @Test("--json has all probabilities and pixels, and the options that made them")
  func json() async throws {
    let result = try await predict(
      try picture(border: 240, garment: 40), "--json", "--resize", "area", "--channel", "green")
    #expect(result.failure == nil)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any])
    let first = try #require((object["pictures"] as? [[String: Any]])?.first)
    #expect(first["inverted"] as? Bool == true)
    #expect(first["channel"] as? String == "green" && first["resize"] as? String == "area")
    let pixels = try #require(first["pixels"] as? [[Int]])
    #expect(pixels.count == 28 && pixels.allSatisfy { $0.count == 28 })
    #expect(pixels[0][0] == 15 && pixels[14][14] == 215)
    let probabilities = try #require(first["probabilities"] as? [Double])
    #expect(probabilities.count == 10 && abs(probabilities.reduce(0, +) - 1) < 1e-5)
    #expect((first["top"] as? [[String: Any]])?.first?["probability"] as? Double == probabilities.max())
  }

  @Test(
    "says in which other views the model saw the picture",
    arguments: [
      ("none", nil), ("flip", ", as it is and mirrored"), ("flip-shift", ", as it is, mirrored and moved by a pixel"),
    ] as [(String, String?)])
  func views(testAugmentation: String, words: String?) async throws {
    let option = ["--test-augmentation", testAugmentation]
    let call = ["predict", "--model-file", run.folder.model, try picture()] + option
    let text = try await LockstepProgram.command(call).run()
    #expect(text.failure == nil)
    #expect(text.standardOutput.contains((words ?? "") + "\n"), "\(text)")
    #expect(text.standardOutput.contains(", as it is") == (words != nil), "\(text)")
    let json = try await LockstepProgram.command(call + ["--json"]).run()
    let object = try JSONSerialization.jsonObject(with: Data(json.standardOutput.utf8)) as? [String: Any]
    #expect(object?["test_augmentation"] as? String == testAugmentation)
  }

  @Test("--png writes what the network saw of several pictures")
  func png() async throws {
    let file = run.scratch.path("seen.png")
    let picture = try picture()
    let result = try await LockstepProgram.run(
      "predict", "--model-file", run.folder.model, picture, picture, "--png", file)
    #expect(result.failure == nil)
    #expect(result.standardError.hasPrefix("wrote \(file), "))
    #expect(try run.scratch.bytes("seen.png")[16..<24].map { Int($0) } == [0, 0, 1, 83, 0, 0, 0, 170])
  }

  @Test("refuses what is no picture, with one message and nothing on standard output")
  func refusals() async throws {
    let good = try Data(contentsOf: URL(filePath: picture()))
    let cases: [(name: String, bytes: [UInt8], fragment: String)] = [
      ("empty.png", [], "is empty, expected a PNG file"),
      ("photo.png", [0xFF, 0xD8, 0xFF, 0xE0], "is a JPEG file, expected PNG. Convert it"),
      ("cut.png", Array(good.prefix(good.count / 2)), "cannot be decoded as PNG: the file ends early"),
      ("text.png", Array("What is this?".utf8), "is no PNG file: begins with 57 68 61 74"),
    ]
    for (name, bytes, fragment) in cases {
      let result = try await predict(try run.scratch.write(bytes, name))
      #expect(result.refusalFault(exitCode: 65, name, fragment) == nil)
    }
    let folder = try await predict(run.data)
    #expect(folder.refusalFault(exitCode: 66, "\(run.data): is a folder, expected") == nil)
    let absent = try await predict(run.scratch.path("absent.png"))
    #expect(absent.refusalFault(exitCode: 66, "absent.png: cannot be read: No such file") == nil)
  }

  @Test("writes the probabilities of a data set, the same as CSV and for NumPy")
  func probabilities() async throws {
    for name in ["p.csv", "p.npy"] {
      let result = try await LockstepProgram.run(
        "predict", "--model-file", run.folder.model, "--data", run.data, "--probabilities", run.scratch.path(name))
      #expect(result.failure == nil)
      #expect(result.errorLines.first?.hasPrefix("wrote \(run.scratch.path(name)), ") == true, "\(result)")
    }
    let lines = try run.scratch.text("p.csv").split(separator: "\n")
    #expect(lines.count == 101 && lines[0] == "image,label,predicted,p0,p1,p2,p3,p4,p5,p6,p7,p8,p9")
    let numbers = lines.dropFirst().flatMap { $0.split(separator: ",").dropFirst(3).map { Float($0) ?? .nan } }
    let matrix = try run.scratch.bytes("p.npy")
    #expect(String(decoding: matrix.prefix(128), as: UTF8.self).contains("'shape': (100, 10)"))
    let bytes = numbers.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) } }
    #expect(Array(matrix.suffix(4000)) == bytes)
  }

  private func predict(_ picture: String, _ options: String...) async throws -> CommandResult {
    try await LockstepProgram.command(["predict", "--model-file", run.folder.model, picture] + options).run()
  }

  /// A rectangle in a border, as a PNG file.
  private func picture(border: UInt8 = 10, garment: UInt8 = 220) throws -> String {
    let (rows, columns) = (120, 100)
    let pixels = (0..<rows * columns).map { index in
      (20..<100).contains(index / columns) && (20..<80).contains(index % columns) ? garment : border
    }
    return try run.scratch.write(GrayPicture(rows: rows, columns: columns, pixels: pixels).png, "picture.png")
  }
}
