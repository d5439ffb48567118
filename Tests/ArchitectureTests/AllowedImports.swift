/// Who may import whom: the diagram of the modules as a table. Arrows point down only.
enum AllowedImports {
  /// What comes with the toolchain and the system; kernels have none of it.
  private static let platform: Set = ["Foundation", "Synchronization", "Glibc", "Musl", "Darwin"]

  /// For each module with Swift files, the modules that it may import.
  static let table: [String: Set<String>] = [
    // 0: random numbers, text in columns, and what the system allows
    "CounterRandom": [],
    "TextTables": [],
    "SystemLimits": platform.union(["SystemPackage"]),
    // 1: kernels, one module for each instruction set
    "KernelInterface": ["CounterRandom", "CVectorMath"],
    "KernelsPortable": ["KernelInterface"],
    "KernelsAVX2": ["KernelInterface"],
    "KernelsAVX512": ["KernelInterface"],
    // 2: the choice among them
    "Kernels": ["CCPUFeatures", "KernelInterface", "KernelsPortable", "KernelsAVX2", "KernelsAVX512"],
    // 3: network, data, files, communication
    "Network": platform.union(["Kernels", "KernelInterface", "CounterRandom", "TextTables"]),
    "FashionMNIST": platform.union(["CZlib", "CounterRandom", "SystemLimits", "Crypto", "SystemPackage"]),
    "Pictures": ["CPNG", "SystemPackage"],
    "Checkpoints": platform.union(["SystemLimits", "TextTables", "Crypto", "SystemPackage"]),
    "Collectives": platform.union(["CCPUFeatures"]),
    "MPICollectives": platform.union(["Collectives", "CMPI"]),
    // 4: training, and what is made of measurements
    "Training": platform.union([
      "Network", "Kernels", "KernelInterface", "Collectives", "FashionMNIST", "Checkpoints", "CounterRandom",
      "SystemLimits",
      "Crypto", "SystemPackage",
    ]),
    "Benchmarks": ["Foundation", "TextTables"],
    "Reports": ["Foundation", "Mustache", "Pictures", "TextTables"],
    // 5: the program
    "lockstep": platform.union([
      "Training", "Benchmarks", "Reports", "Network", "Kernels", "KernelInterface", "Collectives", "FashionMNIST",
      "Pictures", "Checkpoints", "CounterRandom", "SystemLimits", "TextTables", "MPICollectives", "ArgumentParser",
      "Crypto",
      "Dispatch", "Subprocess", "SystemPackage",
    ]),
  ]

  /// Modules of C code and system libraries: no Swift file.
  static let withoutSwift: Set = ["CCPUFeatures", "CMPI", "COpenMPI", "CPNG", "CVectorMath", "CZlib"]

  /// Modules that only one other may import, whatever the table says.
  static let soleImporters = [
    "CMPI": "MPICollectives", "CZlib": "FashionMNIST", "CPNG": "Pictures", "Mustache": "Reports",
    "CVectorMath": "KernelInterface",
    "MPICollectives": "lockstep", "ArgumentParser": "lockstep", "Subprocess": "lockstep",
  ]
}
