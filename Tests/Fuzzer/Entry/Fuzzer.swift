import Foundation
import FuzzTargets

/// What libFuzzer calls. Built by `Scripts/fuzz` alone, with the environment variable LOCKSTEP_FUZZ.
private enum Fuzzer {
  /// The variable that names the target.
  static let variable = "LOCKSTEP_FUZZ_TARGET"
  /// The folder into which the target's inputs are written, and beside it the dictionary of its words.
  static let seedsVariable = "LOCKSTEP_FUZZ_SEEDS"

  /// The processor time that one input may take.
  static let mostSeconds = 1.0

  static let type: any FuzzTarget.Type = {
    let name = ProcessInfo.processInfo.environment[variable] ?? ""
    guard let type = FuzzTargets.named(name) else {
      // A name that is none asks for all of them.
      for target in FuzzTargets.all { print(target.name, target.longest) }
      exit(0)
    }
    return type
  }()

  static let target: any FuzzTarget = {
    do { return try type.init() } catch { fail("cannot start: \(error)") }
  }()

  static func writeSeeds() throws {
    guard let folder = ProcessInfo.processInfo.environment[seedsVariable] else { return }
    for input in type.inputs { try Data(input.bytes).write(to: URL(filePath: "\(folder)/\(input.name)")) }
    let entries = type.words.map { word in
      "\"" + word.utf8.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\"\n"
    }
    try Data(entries.joined().utf8).write(to: URL(filePath: folder + ".dict"))
  }

  static func fail(_ reason: String) -> Never {
    try? FileHandle.standardError.write(contentsOf: Data("BROKEN: \(reason)\n".utf8))
    abort()
  }
}

@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<CInt>?, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>>?
) -> CInt {
  do { try Fuzzer.writeSeeds() } catch { Fuzzer.fail("cannot write what to start from: \(error)") }
  _ = Fuzzer.target
  return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let before = clock()
  do { _ = try Fuzzer.target.read(input) } catch { Fuzzer.fail("\(error)") }
  let seconds = Double(clock() - before) / Double(CLOCKS_PER_SEC)
  if seconds > Fuzzer.mostSeconds { Fuzzer.fail("took \(seconds) s of processor time") }
  return 0
}
