import Foundation

/// A disk of a few hundred kilobytes, in memory and of one command alone.
package enum SmallDisk {
  /// Whether this system lets the tests mount one.
  package static let isUsable: Bool = {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", #"exec unshare -rm mount -t tmpfs -o size=64k none /mnt >/dev/null 2>&1"#]
    do { try process.run() } catch { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  /// A script of the shell with the disk in `folder`, which is gone when it ends; the program and its arguments are `$@`.
  package static func shell(kilobytes: Int, in folder: String, _ script: String, _ arguments: [String]) -> Command {
    let mount = #"mount -t tmpfs -o size=\#(kilobytes)k none "$DISK" || exit 99; "#
    return Command(
      "/bin/sh", ["-c", #"exec unshare -rm /bin/sh -c "$SCRIPT" sh "$@""#, "sh", LockstepProgram.path] + arguments,
      environment: ["DISK": folder, "SCRIPT": mount + script])
  }
}
