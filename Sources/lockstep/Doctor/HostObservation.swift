/// All that was seen on one host, by the first rank there.
package struct HostObservation: Codable, Sendable {
  package var host = ""
  package var start = ObservedStart()
  package var mpi = ObservedMPI()
  package var processors = ObservedProcessors()
  package var kernels = ObservedKernels()
  package var memory = ObservedMemory()
  package var copying = ObservedCopying()
  package var network = ObservedNetwork()
  package var limits = ObservedLimits()
  package var folders = ObservedFolders()
  package var data = ObservedData()
  /// Its clock at a moment that all hosts have in common, since 1970; nil for one process.
  package var clockSeconds: Double?

  package init() {}

  /// What is wrong with this host.
  var findings: [Finding] {
    start.findings + mpi.findings + processors.findings + kernels.findings + memory.findings
      + copying.findings(mpi.libraryRelease, isJob: processors.isJob)
      + network.findings + limits.findings + folders.findings + data.findings
  }
}
