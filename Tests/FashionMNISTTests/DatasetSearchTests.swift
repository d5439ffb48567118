import FashionMNIST
import Support
import SystemPackage
import Testing

/// Where the files are found, and what is said when they are not.
@Suite struct DatasetSearchTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// Every place of the search, as folders of the temporary one, in the order in which they must be preferred.
  static let usualPlaces = [
    "system", "home/.keras/datasets/fashion-mnist", "current/FashionMNIST/raw", "current/data/FashionMNIST/raw",
    "home/data/FashionMNIST/raw",
  ]

  @Test func theUsualPlacesAreSearchedInOrder() throws {
    // From the last to the first: each new place must win over those filled before.
    for (index, place) in Self.usualPlaces.enumerated().reversed() {
      for part in DatasetPart.allCases {
        try SampleFiles().write(part, index.isMultiple(of: 2) ? .gzip : .plain, in: folder, place)
      }
      #expect(try search().location().folder == folder.root.appending(place))
    }
  }

  @Test func dataOptionComesFirstThenTheVariable() throws {
    for place in ["system", "option", "variable"] {
      for part in DatasetPart.allCases { try SampleFiles().write(part, in: folder, place) }
    }
    let variable = folder.root.appending("variable")
    let option = folder.root.appending("option")
    #expect(try search(variable: variable.string).location().folder == variable)
    #expect(try search(option: option, variable: variable.string).location().folder == option)
    #expect(try search(variable: "").location().folder == folder.root.appending("system"))
  }

  @Test func theFolderNamedMayBeTorchvisionsRoot() throws {
    for part in DatasetPart.allCases { try SampleFiles().write(part, in: folder, "root/FashionMNIST/raw") }
    let location = try search(option: folder.root.appending("root")).location()
    #expect(location.folder == folder.root.appending("root/FashionMNIST/raw"))
  }

  @Test func aFolderNamedByTheUserIsNotReplacedByAnother() throws {
    for part in DatasetPart.allCases { try SampleFiles().write(part, in: folder, "system") }
    let absent = folder.root.appending("absent")
    expectDataError(.inputMissing, "no Fashion-MNIST files in --data", "\(absent): no such folder", "leave --data out")
    {
      _ = try search(option: absent).location()
    }
    expectDataError(.inputMissing, "no Fashion-MNIST files in $LOCKSTEP_DATA", "\(absent): no such folder") {
      _ = try search(variable: absent.string).location()
    }
    expectDataError(.inputMissing, "file: not a folder") {
      _ = try search(option: folder.writeFile([], "file")).location()
    }
    try SampleFiles().write(.training, in: folder, "half")
    expectDataError(.inputMissing, "half: lacks t10k-images-idx3-ubyte[.gz], t10k-labels-idx1-ubyte[.gz]") {
      _ = try search(option: folder.root.appending("half")).location()
    }
  }

  @Test func aPartIsFoundWithoutTheOther() throws {
    try SampleFiles().write(.test, in: folder, "system")
    let location = try search().location(of: [.test])
    #expect(try location.source(.test).count == 20)
    expectDataError(.inputMissing, "system: lacks train-images-idx3-ubyte[.gz]") { _ = try location.source(.training) }
  }

  @Test func plainFilesArePreferred() throws {
    try SampleFiles().write(.test, .gzip, in: folder)
    try SampleFiles(count: 7).write(.test, .plain, in: folder)
    #expect(try DatasetLocation(folder.root).source(.test).count == 7)
  }

  @Test func theErrorListsEveryPlaceAndWhatToDo() throws {
    try SampleFiles().write(.training, in: folder, "home/.keras/datasets/fashion-mnist")
    do {
      _ = try search().location()
      Issue.record("nothing is there to be found")
    } catch {
      let root = folder.root
      #expect(error.kind == .inputMissing)
      #expect(
        error.description == """
          no Fashion-MNIST files in the usual places; searched:
            \(root)/system: no such folder
            \(root)/home/.keras/datasets/fashion-mnist: lacks t10k-images-idx3-ubyte[.gz], t10k-labels-idx1-ubyte[.gz]
            \(root)/current/FashionMNIST/raw: no such folder
            \(root)/current/data/FashionMNIST/raw: no such folder
            \(root)/home/data/FashionMNIST/raw: no such folder
          Install them with `apt-get install dataset-fashion-mnist`, or name a folder with --data or $LOCKSTEP_DATA.
          """)
    }
  }

  private func search(
    option: FilePath? = nil, variable: String? = nil
  ) -> DatasetSearch {
    DatasetSearch(
      dataOption: option, environment: variable.map { [DatasetSearch.variable: $0] } ?? [:],
      home: folder.root.appending("home"), currentFolder: folder.root.appending("current"),
      systemFolder: folder.root.appending("system"))
  }
}
