/// What is shared between threads without the compiler's check, and why that is right: `@unchecked Sendable` by type,
/// `nonisolated(unsafe)` by variable.
///
/// The type's docstring says who may write when.
enum UncheckedTypes {
  static let reasons = [
    // Memory of kernels: one owner writes between two barriers, which the compiler cannot see.
    "FloatBuffer": "floats of which each thread writes its own part",
    "FloatView": "a stretch of a FloatBuffer, with its rule",
    "IndexTable": "never written after it was made",
    "IndexView": "a pointer to an IndexTable, with its rule",
    "LeafTable": "one thread's",
    "LeafView": "pointers into a LeafTable, with its rule",
    "WindowLists": "one thread's",
    "WindowListView": "pointers into a WindowLists, with its rule",
    "GradientLists": "one thread's",
    "GradientListView": "pointers into a GradientLists, with its rule",
    // Memory that processes share.
    "SharedMemory": "a constant address; barriers and queues order what is written there",
    "AwaitedCount": "its words are atomic",
    "EventCounter": "its words are atomic",
    "HostBarrier": "one thread of a rank calls it",
    "FlightRecorder": "its words are atomic",
    "WorkQueue": "its words are atomic; its owner alone waits",
    "StolenPass": "the queue says whose it is",
    "Heartbeat": "the rank's main thread alone has it; its words are atomic",
    // A rank's own.
    "TimeLedger": "one thread books",
    "Workspace": "one thread's",
    "LeafWorker": "one thread's between two runs of its team",
    "TrainingState": "the rank's main thread counts steps; weights are FloatBuffers",
    "GradientExchange": "each worker adds its own floats",
    "SliceRound": "each worker adds its own floats",
    "AuditedPass": "the main thread chooses the pass; one worker after the other computes it",
    "StepInputs": "the main thread writes it while the workers wait",
    "Evaluation": "each worker has its own workspace",
    "WorkerResults": "one worker's while they work",
  ]
}
