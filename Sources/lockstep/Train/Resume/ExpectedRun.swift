import Training

/// What a run was begun as: what its checkpoints must be of.
struct ExpectedRun {
  let request: TrainingRequest
  let dataSHA256: String
  let identity: RunIdentity
}
