import Foundation

/// The ranks of a job with their heartbeats, and this rank's watcher.
package struct WatchedJob {
  /// All ranks.
  package let communicator: any Communicator
  /// Those of them that run on this host.
  package let host: any Communicator
  /// Nil where nobody watches.
  private let heartbeat: Heartbeat?
  private let watcher: Watcher?

  /// Collective, with the same times on all ranks.
  ///
  /// A job of one host that can share memory opens no socket. Ranks that share none have datagrams for it, each its own.
  ///
  /// - Parameters:
  ///   - interval: the seconds between two looks.
  ///   - hostName: what messages call this host.
  ///   - voice: what the watcher does; it says also where it cannot watch.
  package init(
    _ ranks: any Communicator, _ times: StallTimes, interval: Double = 1, hostName: String = Self.ownHostName,
    _ voice: Watcher.Voice
  ) throws(CommunicationError) {
    let host = try ranks.sameHost()
    if times.isOff {
      (communicator, self.host, heartbeat, watcher) = (ranks, host, nil, nil)
      return
    }
    let byteCount = HeartbeatTable.byteCount(ranks: ranks.rankCount)
    let shared = try host.rankCount == 1 ? SharedMemory(byteCount: byteCount) : host.shareMemory(byteCount: byteCount)
    let leader = try shared == nil ? ranks.rank : -host.maximum(-ranks.rank)
    let isAlone = shared != nil && host.rankCount == ranks.rankCount
    let isPost = shared == nil || [0, host.rankCount - 1].contains(host.rank)
    let socket = isAlone || !isPost ? nil : DatagramSocket()
    let roster = try Self.roster(ranks, hostName: hostName, leader: leader, socket)
    let table = HeartbeatTable(shared ?? SharedMemory(byteCount: byteCount), ranks: ranks.rankCount)
    let heartbeat = Heartbeat(table, rank: ranks.rank)
    self.heartbeat = heartbeat
    communicator = WatchedRanks(ranks, heartbeat)
    self.host = WatchedRanks(host, heartbeat)
    let watcher = Watcher(table, roster, times, interval: interval, voice)
    self.watcher = watcher
    do { try watcher.start(socket) } catch { voice.say("ranks that hang are not watched for: \(error)") }
  }

  /// Waits for the end of all ranks, and watches no more. Collective.
  package func finish() throws(CommunicationError) {
    if heartbeat == nil { return }
    // Behind it nobody works, so nobody need be watched.
    try communicator.barrier()
    close()
  }

  /// Watches no more. To be called before the ranks' memory goes.
  package func close() {
    heartbeat?.close()
    watcher?.stop()
  }

  /// Tells all ranks who runs where. Collective.
  private static func roster(
    _ ranks: any Communicator, hostName: String, leader: Int, _ socket: DatagramSocket?
  ) throws(CommunicationError) -> Roster {
    var generator = SystemRandomNumberGenerator()
    let token = (0..<2).map { _ in String(generator.next() as UInt64, radix: 16) }.joined()
    let endpoints = socket.map { socket in
      DatagramSocket.localAddresses.map { Endpoint(address: $0, port: socket.port) }
    }
    let own = RankCard(
      host: hostName, process: .own, leader: leader, endpoints: endpoints ?? [], token: token)
    let encoded = (try? JSONEncoder().encode(own)).map(Array.init) ?? []
    let cards = try ranks.gatherBytes(encoded).map { bytes throws(CommunicationError) in
      guard let card = try? JSONDecoder().decode(RankCard.self, from: Data(bytes)) else {
        throw CommunicationError(
          "start of the watch", rank: ranks.rank, reason: "a rank has another version of the program")
      }
      return card
    }
    return Roster(rank: ranks.rank, cards: cards)
  }

  /// Not Foundation's, which asks the network.
  package static var ownHostName: String {
    let bytes = FileManager.default.contents(atPath: "/proc/sys/kernel/hostname")
    return bytes.map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) }
      ?? ProcessInfo.processInfo.hostName
  }
}
