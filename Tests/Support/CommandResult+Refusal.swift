extension CommandResult {
  /// Why this is not the proper end of a call that must fail, in words; nil if it is.
  ///
  /// Proper are the exit code, no results, one message, not one for each rank, with all of `parts` in it, and no trap.
  package func refusalFault(exitCode expected: Int32, _ parts: String...) -> String? {
    var faults: [String] = []
    if exitCode != expected { faults.append("exit code \(exitCode), expected \(expected)") }
    if !standardOutput.isEmpty { faults.append("standard output is not empty") }
    if messages.count != 1 { faults.append("\(messages.count) messages, expected 1") }
    for part in parts where !standardError.contains(part) { faults.append("standard error lacks \"\(part)\"") }
    if let trace = traceOfCrash { faults.append("the program crashed: \(trace)") }
    return faults.isEmpty ? nil : faults.joined(separator: "; ") + "\n\(self)"
  }

  /// Why this is not the proper end of a call that must succeed, in words; nil if it is.
  package var failure: String? {
    exitCode == 0 && messages.isEmpty && traceOfCrash == nil ? nil : description
  }
}
