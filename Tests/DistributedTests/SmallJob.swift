import Support

/// One epoch of lab-001 on a small data set, in a folder that goes with this value.
struct SmallJob {
  let scratch: ScratchFolder
  /// The folder of the data set.
  let data: String
  /// What the run leaves.
  let folder: RunFolder

  /// - Parameter images: The number of training images.
  init(images: Int = 300) throws {
    scratch = try ScratchFolder()
    data = try SampleDataset(trainingImages: images, testImages: 100).write(in: scratch)
    folder = RunFolder(scratch.path("run"))
  }

  /// The job; `wrapper` as in `MPILauncher.job`. The data set is named by a variable, which a wrapper can change.
  func job(ranks: Int, _ options: [String] = [], wrapper: String? = nil) -> Command {
    let arguments = ["train", "--model", "lab-001", "--epochs", "1", "--output-dir", folder.path] + options
    return MPILauncher.job(ranks: ranks, arguments, environment: ["LOCKSTEP_DATA": data], wrapper: wrapper)
  }
}
