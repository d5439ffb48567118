import Foundation
import Support
import Testing

/// What `data` tells and shows of a data set.
@Suite("data")
struct DataTests {
  private static let realData = "/usr/share/datasets/fashion-mnist"
  private static let hasRealData = FileManager.default.fileExists(atPath: realData)

  let scratch: ScratchFolder
  let data: String

  init() throws {
    scratch = try ScratchFolder()
    data = try SampleDataset(trainingImages: 30, testImages: 20).write(in: scratch)
  }

  @Test("info: shapes, classes, digests, and that it is not Fashion-MNIST")
  func info() async throws {
    let result = try await LockstepProgram.run("data", "info", "--data", data)
    #expect(result.failure == nil)
    #expect(result.outputLines.first == "data: not Fashion-MNIST")
    for fragment in [
      "x_train  (30, 28, 28)  uint8  \(data)/train-images-idx3-ubyte\n",
      "y_train  (30,)         uint8  \(data)/train-labels-idx1-ubyte\n", "x_test   (20, 28, 28)", "y_test   (20,)",
      "    0  0             3  10.0 %     2  10.0 %\n",
    ] {
      #expect(result.standardOutput.contains(fragment), "\(fragment)\n\(result)")
    }
  }

  @Test("info: the types of the numbers in the files")
  func types() async throws {
    // Labels as NumPy's int32: magic 0x0C, and four bytes for each.
    let labels = try scratch.bytes("data/train-labels-idx1-ubyte")
    let wide = [0, 0, 0x0C, 1] + labels[4..<8] + labels.dropFirst(8).flatMap { [0, 0, 0, $0] }
    let file = try scratch.write(Array(wide), "wide-labels")
    let pair = ["data", "info", "--images", data + "/train-images-idx3-ubyte", "--labels", file]
    let result = try await LockstepProgram.command(pair).run()
    #expect(result.standardOutput.contains("(30, 28, 28)  uint8  "), "\(result)")
    #expect(result.standardOutput.contains("(30,)         int32  \(file)\n"), "\(result)")
    let json = try await LockstepProgram.command(pair + ["--json"]).run()
    #expect(json.standardOutput.contains(#""labels_type":"int32""#), "\(json)")
  }

  @Test("info: the numbers of Fashion-MNIST", .enabled(if: hasRealData, "Fashion-MNIST is not installed"))
  func realInfo() async throws {
    let result = try await LockstepProgram.run("data", "info", "--data", Self.realData, "--json")
    #expect(result.failure == nil)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.standardOutput.utf8)) as? [String: Any])
    #expect(object["title"] as? String == "Fashion-MNIST (verified)")
    #expect((object["class_names"] as? [String])?.last == "Ankle boot")
    let parts = try #require(object["parts"] as? [[String: Any]])
    #expect(parts.map { $0["images_shape"] as? [Int] } == [[60000, 28, 28], [10000, 28, 28]])
    #expect(parts.map { $0["labels_shape"] as? [Int] } == [[60000], [10000]])
    #expect(parts.map { $0["official"] as? Bool } == [true, true])
    #expect(parts[0]["class_counts"] as? [Int] == [Int](repeating: 6000, count: 10))
    // numpy: (x_train / 255).mean(), .std()
    #expect(abs((parts[0]["mean"] as? Double ?? 0) - 0.2860405969887955) < 1e-12)
    #expect(abs((parts[0]["standard_deviation"] as? Double ?? 0) - 0.3530242445149223) < 1e-12)
  }

  @Test("show: the images with their classes, without a control character")
  func show() async throws {
    let result = try await LockstepProgram.run(
      "data", "show", "0", "3", "--data", data, "--class-names", "a,b,c,d,e,f,g,h,i,j")
    #expect(result.failure == nil)
    #expect(result.standardError == "training images: 30, not Fashion-MNIST\n")
    let lines = result.standardOutput.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "0: a (0)")
    #expect(lines[30] == "3: b (1)")
    // The bar of class 0 is in rows 3 to 6.
    #expect(lines[4].contains("█") && !lines[1].contains("█"))
    #expect(!result.standardOutput.contains("\u{1B}"))
  }

  @Test("show: in colour where that is asked for, and NO_COLOR is obeyed")
  func color() async throws {
    let colored = try await LockstepProgram.run("data", "show", "1", "--test", "--data", data, "--color", "always")
    #expect(colored.failure == nil)
    #expect(colored.outputLines[0] == "1: label 7")
    #expect(colored.outputLines.count == 15 && colored.standardOutput.contains("\u{1B}[38;5;"))
    let environment = ["NO_COLOR": "1", "FORCE_COLOR": "1"]
    let plain = try await LockstepProgram.run("data", "show", "1", "--data", data, environment: environment)
    #expect(plain.failure == nil && !plain.standardOutput.contains("\u{1B}"))
  }

  @Test("show --png: a picture of them, and a word if it replaces a file")
  func png() async throws {
    let file = scratch.path("sheet.png")
    for verb in ["wrote", "replaced"] {
      let result = try await LockstepProgram.run("data", "show", "2", "1", "--data", data, "--png", file)
      #expect(result.failure == nil)
      #expect(result.standardOutput == "2: label 4\n1: label 7\n")
      #expect(result.standardError.contains("\n\(verb) \(file), "))
    }
    // Two images, six times as large, in frames of one pixel.
    let sizes = try scratch.bytes("sheet.png")[16..<24].map { Int($0) }
    #expect(sizes == [0, 0, 1, 83, 0, 0, 0, 170])
  }

  @Test(
    "show: a number that no image has is refused",
    arguments: [("30", "training image 30"), ("99", "training image 99")])
  func outOfRange(number: String, fragment: String) async throws {
    let result = try await LockstepProgram.run("data", "show", "0", number, "--data", data)
    #expect(result.refusalFault(exitCode: 64, fragment, "there are 30", "numbered from 0 to 29") == nil)
    let test = try await LockstepProgram.run("data", "show", "20", "--test", "--data", data)
    #expect(test.refusalFault(exitCode: 64, "test image 20: there are 20") == nil)
  }

  @Test("explore: one page, and nothing if it cannot be written")
  func explore() async throws {
    let page = scratch.path("page.html")
    for verb in ["wrote", "replaced"] {
      let result = try await LockstepProgram.run("data", "explore", "--output", page, "--data", data)
      #expect(result.failure == nil)
      #expect(result.standardOutput == "")
      #expect(result.standardError.hasPrefix("data: not Fashion-MNIST\n\(verb) \(page), "))
    }
    #expect(try scratch.text("page.html").contains("<h1>not Fashion-MNIST</h1>"))
    let nowhere = try await LockstepProgram.run(
      "data", "explore", "--output", scratch.path("absent/page.html"), "--data", data)
    #expect(nowhere.messages.count == 1 && nowhere.exitCode == 73, "\(nowhere)")
    let folder = try await LockstepProgram.run("data", "explore", "--output", data, "--data", data)
    #expect(folder.messages.count == 1 && folder.exitCode == 73, "\(folder)")
  }

  @Test("verify: which files differ, and where they are not")
  func verify() async throws {
    let result = try await LockstepProgram.run("data", "verify", "--data", data)
    #expect(result.exitCode == 65 && result.messages.count == 1, "\(result)")
    #expect(result.standardError.contains("4 of 4 files not verified"))
    #expect(result.outputLines.filter { $0.hasSuffix("differs") }.count == 4)
    let absent = try await LockstepProgram.run("data", "verify", "--data", scratch.path("absent"))
    #expect(absent.refusalFault(exitCode: 66, "no such folder") == nil)
  }

  @Test("verify: Fashion-MNIST is Fashion-MNIST", .enabled(if: hasRealData, "Fashion-MNIST is not installed"))
  func realVerify() async throws {
    let result = try await LockstepProgram.run("data", "verify", "--data", Self.realData)
    #expect(result.failure == nil)
    #expect(result.outputLines.dropFirst().allSatisfy { $0.hasSuffix("  official") })
    #expect(result.outputLines.count == 5)
  }

  @Test("a pair of files of another size, with labels beyond ten classes")
  func pair() async throws {
    let images = try scratch.write([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 51, 255, 0, 0, 0], "images")
    let labels = try scratch.write([0, 0, 8, 1, 0, 0, 0, 2, 25, 3], "labels")
    let files = ["--images", images, "--labels", labels]
    let info = try await LockstepProgram.command(["data", "info"] + files).run()
    #expect(info.failure == nil)
    #expect(info.outputLines.first == "data: not Fashion-MNIST")
    #expect(info.standardOutput.contains("x      (2, 1, 3)  uint8  \(images)\n"))
    #expect(info.standardOutput.contains("given       2  0.200000"))
    let show = try await LockstepProgram.command(["data", "show", "0"] + files).run()
    #expect(show.standardOutput == "0: label 25\n    ██\n", "\(show)")
    let page = scratch.path("pair.html")
    let explore = try await LockstepProgram.command(["data", "explore", "--output", page] + files).run()
    #expect(explore.failure == nil)
    #expect(try scratch.text("pair.html").contains("Label 25"))
    let half = try await LockstepProgram.run("data", "info", "--images", images)
    #expect(half.refusalFault(exitCode: 64, "--images and --labels belong together") == nil)
  }
}
