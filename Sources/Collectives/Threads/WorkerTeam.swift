import CCPUFeatures
import Synchronization

/// The threads of one rank, called its workers: again and again they do a piece of work together and wait for each other.
///
/// The caller is worker 0, so a team of one starts no thread. The team belongs to one thread (it is not
/// `Sendable`), which is also how a nested `run` is ruled out.
///
/// - Cost: no allocation where the work is a ``TeamWork`` made beforehand; a few small ones for a closure.
package final class WorkerTeam {
  /// The number of workers, the caller included.
  package let count: Int

  private let post = Post()
  /// The threads started, which is `count` − 1 unless a start failed.
  private var threadCount = 0
  private var runCount = 0
  private var patience = Patience.ofThreads

  /// Starts `count` − 1 threads, which wait for work. At least one worker is the caller.
  package init(count: Int) throws(ThreadStartError) {
    self.count = max(count, 1)
    for worker in 1..<self.count {
      try DetachedThread.start { [post] in post.serve(as: worker) }
      threadCount += 1
    }
  }

  deinit {
    guard threadCount > 0 else { return }
    post.order(nil)
    post.finished.wait(for: (runCount + 1) * threadCount)
  }

  /// Calls `work` once on every worker at the same time, with its number in 0..<count, and returns when all are done.
  ///
  /// What the workers wrote is visible to the caller afterwards, and to all workers in the next run. While they work, numbers
  /// below the smallest normal one count as zero, on all threads alike.
  package func run(_ work: TeamWork) {
    guard threadCount > 0 else { return work.perform(as: 0) }
    post.order(work)
    work.perform(as: 0)
    runCount += 1
    post.finished.wait(for: runCount * threadCount, &patience)
    post.clear()
  }

  /// The same for work that is done once.
  package func run(_ work: @Sendable (_ worker: Int) -> Void) {
    withoutActuallyEscaping(work) { run(TeamWork($0)) }
  }

  /// Calls `body` as a worker does its work: with numbers below the smallest normal one as zeros.
  package static func asWorker<Result>(_ body: () -> Result) -> Result {
    let before = ccpu_flush_subnormals()
    defer { ccpu_restore_subnormals(before) }
    return body()
  }
}

/// Work for a team, which can be made once and done often.
package final class TeamWork: Sendable {
  private let work: @Sendable (_ worker: Int) -> Void

  package init(_ work: @escaping @Sendable (_ worker: Int) -> Void) { self.work = work }

  fileprivate func perform(as worker: Int) { WorkerTeam.asWorker { work(worker) } }
}

/// What the threads of a team share with their caller; it outlives the team until the last thread has gone.
private final class Post: Sendable {
  /// The number of orders given.
  let ordered = EventCounter()
  /// The number of orders carried out, over all threads.
  let finished = EventCounter()
  private let work = Mutex<TeamWork?>(nil)

  /// Lets every thread do `newWork` once; nil lets them end.
  func order(_ newWork: TeamWork?) {
    work.withLock { $0 = newWork }
    ordered.increment()
  }

  /// Forgets the work that all threads have done.
  func clear() { work.withLock { $0 = nil } }

  /// The life of one thread.
  func serve(as worker: Int) {
    var (orders, patience) = (1, Patience.ofThreads)
    ordered.wait(for: orders, &patience)
    while perform(as: worker) {
      finished.increment()
      orders += 1
      ordered.wait(for: orders, &patience)
    }
    finished.increment()
  }

  // Not inlined: this thread must let go of the closure before it counts itself as finished. Then `run` returns, and a closure
  // passed to `withoutActuallyEscaping` may not outlive that call. Inlined, the compiler may release it later.
  @inline(never)
  private func perform(as worker: Int) -> Bool {
    guard let work = work.withLock({ $0 }) else { return false }
    work.perform(as: worker)
    return true
  }
}
