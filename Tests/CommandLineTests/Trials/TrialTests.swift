import Testing

/// The program with something hostile in every place that it can be in, generated from its own description.
///
/// A thousand calls: one series at a time, each of which keeps the processors busy, and in optimised builds only.
@Suite("Trials", .serialized)
enum TrialTests {}
