import Foundation

extension SystemFiles {
  /// Linux' `ptrace_scope`, which restricts whose memory a process may read; 0 where there is none.
  ///
  /// - Source: Documentation/admin-guide/LSM/Yama.rst.
  package var traceScope: Int { number(of: "/proc/sys/kernel/yama/ptrace_scope") ?? 0 }

  /// Whether a filter of system calls is at work on this process, as in most containers.
  package var hasCallFilter: Bool {
    lines(of: "/proc/self/status").contains { line in
      line.hasPrefix("Seccomp:") && line.split(whereSeparator: \.isWhitespace).last == "2"
    }
  }

  /// Whether there is a network card that reads memory by itself (InfiniBand and the like).
  package var hasDirectNetwork: Bool {
    let cards = try? FileManager.default.contentsOfDirectory(atPath: root + "/sys/class/infiniband")
    return !(cards ?? []).isEmpty
  }
}
