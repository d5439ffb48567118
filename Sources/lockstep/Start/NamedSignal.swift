import Foundation

/// A signal, and the name that a user knows it by.
struct NamedSignal: Hashable, Sendable {
  let number: Int32
  let name: String

  static let hangUp = NamedSignal(number: SIGHUP, name: "SIGHUP")
  static let interrupt = NamedSignal(number: SIGINT, name: "SIGINT")
  static let terminate = NamedSignal(number: SIGTERM, name: "SIGTERM")
  static let userDefined1 = NamedSignal(number: SIGUSR1, name: "SIGUSR1")
  static let userDefined2 = NamedSignal(number: SIGUSR2, name: "SIGUSR2")

  /// Those that ask a training to stop.
  static let stopping = [terminate, interrupt, hangUp, userDefined1]
}
