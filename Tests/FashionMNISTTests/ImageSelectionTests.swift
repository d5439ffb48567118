import FashionMNIST
import Foundation
import Support
import SystemPackage
import Testing

/// Images by number: in files of indices, in folds, and loaded.
@Suite struct ImageSelectionTests {
  @Test(arguments: [[], [0], [5, 6, 7], [9, 0, 4, 5, 2, 7, 8]])
  func aSelectionAndItsComplementAreEverything(_ numbers: [Int]) throws {
    let selection = ImageSelection(numbers)
    #expect(selection.count == numbers.count)
    #expect(selection.runs.flatMap { Array($0) } == numbers.sorted())
    let rest = selection.complement(in: 10)
    #expect(rest.runs.flatMap { Array($0) } == (0..<10).filter { !numbers.contains($0) })
    #expect(rest.complement(in: 10) == selection)
    let json = try JSONEncoder().encode(selection)
    #expect(try JSONDecoder().decode(ImageSelection.self, from: json) == selection)
  }

  @Test func aSelectionIsWrittenInRanges() {
    #expect(ImageSelection([1, 2, 3, 7, 9, 10]).description == "1-3,7,9-10")
    #expect(ImageSelection(0..<60000).description == "0-59999")
  }

  @Test(arguments: ["1-", "x", "3-1", "-1", "1-2-3", "1,,x"])
  func anythingElseIsNoSelection(_ text: String) throws {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ImageSelection.self, from: JSONEncoder().encode(text))
    }
  }

  @Test func imagesOfSelectionsAreLoaded() throws {
    let sample = SampleFiles(count: 450, rows: 28, columns: 28)
    let folder = try ScratchFolder()
    try sample.write(.training, .plain, in: folder)
    let source = try DatasetLocation(folder.root).source(.training)
    let odd = ImageSelection(stride(from: 1, to: 450, by: 2))
    let sets = try source.load(selected: [
      (odd, 0..<225), (odd, 100..<103), (ImageSelection(300..<450), 10..<20), (odd, 4..<4),
    ])
    .sets
    #expect(sets.map(\.range) == [0..<225, 100..<103, 10..<20, 4..<4])
    #expect(sets[1].numbers == [201, 203, 205])
    #expect(sets[2].numbers == Array(310..<320))
    for set in sets {
      #expect(set.pixels == set.numbers.flatMap { sample.pixels(of: Int($0)) })
      #expect(set.labels == set.numbers.map { sample.label(of: Int($0)) })
    }
    expectDataError(.badConfiguration, "training image 450 asked for, but there are 450, numbered from 0") {
      _ = try source.load(selected: [(ImageSelection([3, 450]), 0..<1)])
    }
  }
}

@Suite struct IndexFileTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func selection(_ text: String) throws(DataError) -> ImageSelection {
    do {
      return try IndexFile.selection(reading: folder.writeFile(Array(text.utf8), "indices.txt"))
    } catch let error as DataError {
      throw error
    } catch { preconditionFailure("\(error)") }
  }

  @Test(arguments: ["3\n1\n2\n", "1,2,3", "1, 2\n\n 3 ,", "\t2 1\r\n3"])
  func linesAndCommas(_ text: String) throws {
    #expect(try selection(text) == ImageSelection(1..<4))
  }

  @Test func largeFilesAreReadWhole() throws {
    let numbers = Array(stride(from: 0, to: 60000, by: 2))
    #expect(try selection(numbers.map(String.init).joined(separator: "\n")) == ImageSelection(numbers))
  }

  @Test(arguments: [
    ("", "names no image"), ("1\ntwo\n", #"line 2: "two", expected the number of an image, from 0"#),
    ("-1", #"line 1: "-1""#), ("1.5", #"line 1: "1.5""#), ("99999999999", "line 1: "),
    ("4\n5,4\n", "line 2: image 4 once more, after line 1; name each image once"),
  ])
  func anythingElseIsRefused(_ text: String, _ fragment: String) {
    expectDataError(.badData, "indices.txt", fragment) { _ = try selection(text) }
  }

  @Test func aFileThatIsNotThereIsMissing() {
    expectDataError(.inputMissing, "absent.txt: cannot be read") {
      _ = try IndexFile.selection(reading: folder.root.appending("absent.txt"))
    }
  }
}

@Suite struct FoldsTests {
  /// As `KFold(n_splits).split` of scikit-learn: the first folds have one image more.
  @Test func foldsOfTheFileAreScikitLearns() throws {
    let folds = Folds(count: 5, shuffle: false)
    let parts = try (0..<5).map { try folds.validation(fold: $0, images: 23, seed: 1).runs }
    #expect(parts == [[0..<5], [5..<10], [10..<15], [15..<19], [19..<23]])
  }

  @Test(arguments: [(2, 10), (5, 23), (7, 7), (10, 1000)])
  func everyImageValidatesOnce(_ count: Int, _ images: Int) throws {
    for shuffle in [false, true] {
      let folds = Folds(count: count, shuffle: shuffle)
      let parts = try (0..<count).map { try folds.validation(fold: $0, images: images, seed: 3) }
      #expect(parts.flatMap { $0.runs.joined() }.sorted() == Array(0..<images))
      let sizes = parts.map(\.count)
      #expect(sizes == sizes.sorted(by: >) && (sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }
  }

  @Test func drawnFoldsDependOnTheSeedAlone() throws {
    let folds = Folds(count: 4, shuffle: true)
    func part(_ seed: UInt64) throws -> ImageSelection { try folds.validation(fold: 2, images: 100, seed: seed) }
    #expect(try part(1) == part(1))
    #expect(try part(1) != part(2))
    #expect(try part(1).runs.count > 3)
  }

  @Test func moreFoldsThanImagesAreRefused() {
    expectDataError(.badConfiguration, "--folds 4: there are only 3 images") {
      _ = try Folds(count: 4, shuffle: false).validation(fold: 0, images: 3, seed: 1)
    }
  }
}
