import FashionMNIST
import InputFiles
import SystemPackage
import Training

/// What the command line of `train` gives of runs: the options that a plan is made of.
struct GivenTraining {
  let model: ModelOption
  let training: TrainingOptions
  let resume: ResumeOptions
  let outputDir: String?
  let compute: ComputeOptions
  /// Those of `train`, as they were typed.
  let arguments: [String]
  let environment: [String: String]

  /// What is asked for, and the number of images to train on where it can be counted; of several runs the first one's, which
  /// has the fewest.
  ///
  /// - Parameter recorded: what was asked for a run that goes on, whose files may be gone.
  func request(recorded: TrainingRequest? = nil) throws -> (request: TrainingRequest, images: Int?) {
    var images: Int?
    let request = try TrainingRequest(model: model, training) { base in
      images = imageCount(base)
      return images
    } indices: { file in
      try indices(file, recorded: recorded)
    }
    return (request, images)
  }

  /// The number of images to train on; nil where they cannot be counted: loading them will say why.
  func imageCount(_ configuration: TrainingConfiguration) -> Int? {
    try? TrainingData.imageCount(configuration, in: compute.location(environment))
  }

  /// The images that a file lists, or where there is no such file any more those that a run has recorded.
  func indices(_ file: String, recorded: TrainingRequest?) throws -> ImageSelection {
    let path = FilePath(file)
    if FileKind(path) == nil, let selection = recorded?.configuration.validationIndices { return selection }
    return try IndexFile.selection(reading: path)
  }
}
