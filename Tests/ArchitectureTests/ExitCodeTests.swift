import ExitCodes
import Foundation
import Testing

// The testing library has another.
private typealias ExitStatus = ExitCodes.ExitStatus

@Suite("Exit codes")
struct ExitCodeTests {
  @Test("README's table has the codes that the program ends with, and no other")
  func readme() throws {
    let lines = try String(contentsOf: PackageTree.root.appending(path: "README.md"), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let usage = try #require(
      lines.firstIndex { $0.hasPrefix("| \(ExitStatus.usage.rawValue) |") }, "README.md has no table of exit codes")
    let start = lines[..<usage].lastIndex { !$0.hasPrefix("|") } ?? lines.startIndex
    let rows = lines[start...].drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }
    // "73, 74"; the row of the signals, "128 + n", has no code of its own.
    let codes = rows.compactMap { $0.split(separator: "|").first }.filter { !$0.contains("n") }.flatMap { cell in
      cell.split(separator: ",").compactMap { Int32($0.trimmingCharacters(in: .whitespaces)) }
    }
    #expect(codes.sorted() == ExitStatus.table.map(\.status.rawValue).sorted())
  }

  @Test("each code has one meaning")
  func table() {
    let codes = ExitStatus.table.map(\.status)
    #expect(Set(codes).count == codes.count)
    #expect(Set(ExitStatus.table.map(\.meaning)).count == codes.count)
    #expect(ExitStatus.signal(15).rawValue == 143)
  }

  @Test("say whether another start may end better")
  func restarts() {
    let lasting = ExitStatus.table.map(\.status).filter(\.isLasting).map(\.rawValue)
    #expect(lasting == [0, 2, 64, 65, 66, 69, 73, 74, 78])
    #expect([1, 70, 75, 129, 137, 139].allSatisfy { !ExitStatus(rawValue: $0).isLasting })
    #expect(ExitStatus.signal(9).signal == 9 && ExitStatus.interrupted.signal == nil)
  }

  @Test("of an error are its own, or that of what nobody has thought of")
  func errors() {
    struct Known: ProgramError {
      let description = "known"
      var exitStatus: ExitStatus { .badData }
    }
    struct Unknown: Error {}
    #expect(ExitStatus(of: Known()) == .badData && !Known().isShared)
    #expect(ExitStatus(of: Unknown()) == .unexpected)
  }
}
