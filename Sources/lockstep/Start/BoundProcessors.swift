import Collectives
import Foundation

/// The part of the machine that the ranks of this host are bound to, where it is not all of it.
struct BoundProcessors {
  /// In words, with what to do about it.
  let text: String

  /// That of the ranks of this host; nil where they have the whole machine. Collective.
  static func ofHost(_ context: RankContext) throws -> BoundProcessors? {
    let own = Set(try ProcessorSet.all(of: context.host).flatMap(\.processors)).sorted()
    guard let online = ProcessorCores.online, own.count < online.count else { return nil }
    let launcher = LaunchEnvironment(context.environment).launcher
    let isByLauncher = launcher == .openMPI && ProcessorSet.ofLauncher.processors.count > own.count
    return BoundProcessors(own, of: online, ranks: context.host.rankCount, isByLauncher: isByLauncher)
  }

  /// - Parameters:
  ///   - own: the numbers of the processors that the ranks may use, of those of the machine.
  ///   - isByLauncher: mpirun could have given them more.
  init(_ own: [Int], of online: [Int], ranks: Int, isByLauncher: Bool) {
    let (some, all) = (ProcessorCores.cores(of: own).count, ProcessorCores.cores(of: online).count)
    let part = some < all ? "\(some) of \(all) cores" : "\(own.count) of \(online.count) processors"
    guard isByLauncher else {
      text = "bound to \(part)"
      return
    }
    let who = ranks == 1 ? "the rank, as of every other such job" : "the ranks"
    text = "bound to \(part) by mpirun, which chose for \(who); --bind-to none gives all"
  }
}
