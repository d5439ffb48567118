/// How long a launcher may hear nothing of a host before it gives the host up, and ends the job.
///
/// A cable that comes out, a switch or a host without power tell nobody: whoever waits for them waits for ever. Of ranks that hang
/// the program itself makes an end only where it is asked to; but the launcher's daemons have nothing to do than to hear each other.
package struct HostSilence: Sendable, Equatable {
  package let seconds: Int

  package init(seconds: Int) { self.seconds = seconds }

  /// Less than a minute, after which ranks speak of others that hang. Longer than a switch takes to learn its tree (30 s).
  package static let usual = HostSilence(seconds: 50)

  /// For a job with such times: the hosts are given up before ranks end, or speak.
  ///
  /// In this order, since TCP is quick to find a dead connection that rests, but takes a quarter of an hour where bytes are under
  /// way in it: the message of a rank on a host that is cut off, or the news that a rank has ended.
  package init(for stalls: StallTimes) {
    let limits = [stalls.shutdown / 2, stalls.warning * 5 / 6].filter { $0 > 0 }.map { Int($0) }
    seconds = max(1, limits.reduce(Self.usual.seconds, min))
  }
}
