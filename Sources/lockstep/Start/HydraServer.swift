import Foundation
import SystemPackage

/// MPICH's process manager, as a rank speaks with it in MPI's place: on the connection that it has opened for the rank.
struct HydraServer {
  private let connection: FileDescriptor

  /// - Returns: nil where Hydra has not started this process.
  init?(_ environment: [String: String]) {
    guard let number = environment["PMI_FD"].flatMap({ Int32($0) }) else { return nil }
    connection = FileDescriptor(rawValue: number)
  }

  /// Whether it has ended the conversation that it had with another program in this rank's place.
  var isHungUp: Bool {
    var question = pollfd(fd: connection.rawValue, events: 0, revents: 0)
    return unsafe poll(&question, 1, 0) == 1 && Int32(question.revents) & (POLLHUP | POLLERR | POLLNVAL) != 0
  }

  /// Has it end all ranks, with this code: of a rank that ends before MPI is started, it tells the others nothing, and they would
  /// wait for that rank in MPI_Init.
  func endJob(code: Int32) { _ = try? connection.writeAll("cmd=abort exitcode=\(code)\n".utf8) }
}
