/// Who may import whom: the diagram of the modules as a table. Arrows point down only.
enum AllowedImports {
  /// What comes with the toolchain and the system; kernels have none of it.
  private static let platform: Set = ["Foundation", "Synchronization", "Glibc", "Musl", "Darwin"]

  /// For each module with Swift files, the modules that it may import.
  static let table: [String: Set<String>] = [
    // 0: exit codes, random numbers, text for a person, files that are read, and what the system allows
    "ExitCodes": [],
    "CounterRandom": [],
    "TextTables": [],
    // How numbers, digests and records are spelt in files and messages: modules side by side must spell them alike.
    "Encodings": ["Foundation"],
    "InputFiles": ["ExitCodes", "Foundation", "SystemPackage", "TextTables"],
    "SystemLimits": platform.union(["SystemPackage"]),
    // What an epoch and a run came to: training makes it, files keep it, reports show it, and neither of the two may
    // import the other.
    "RunRecords": [],
    // What a rank is doing, in one word: heartbeats, messages and faults say the same.
    "RunPhases": platform,
    // Faults that are made on purpose, wherever they are to strike.
    "Faults": platform.union(["ExitCodes", "RunPhases", "SystemPackage"]),
    // 1: kernels, one module for each instruction set
    "KernelInterface": ["CounterRandom", "CVectorMath"],
    "KernelsPortable": ["KernelInterface"],
    "KernelsAVX2": ["KernelInterface"],
    "KernelsAVX512": ["KernelInterface"],
    // 2: the choice among them
    "Kernels": ["CCPUFeatures", "KernelInterface", "KernelsPortable", "KernelsAVX2", "KernelsAVX512"],
    // 3: network, data, files, communication
    "Network": platform.union([
      "Kernels", "KernelInterface", "CounterRandom", "Encodings", "InputFiles", "TextTables", "SystemPackage",
    ]),
    "FashionMNIST": platform.union([
      "CZlib", "CounterRandom", "Crypto", "Encodings", "ExitCodes", "InputFiles", "SystemLimits", "SystemPackage",
      "TextTables",
    ]),
    "Pictures": ["CPNG", "Encodings", "ExitCodes", "InputFiles", "SystemPackage", "TextTables"],
    "Checkpoints": platform.union([
      "Crypto", "Encodings", "ExitCodes", "Faults", "InputFiles", "RunPhases", "SystemLimits", "SystemPackage",
      "TextTables",
    ]),
    "Collectives": platform.union(["CCPUFeatures", "CFutex", "ExitCodes", "RunPhases"]),
    "MPICollectives": platform.union(["Collectives", "CMPI"]),
    // 4: training, and what is made of measurements
    "Training": platform.union([
      "Network", "Kernels", "KernelInterface", "Collectives", "FashionMNIST", "Checkpoints", "CounterRandom", "Crypto",
      "Dispatch", "Encodings", "ExitCodes", "Faults", "InputFiles", "RunPhases", "RunRecords", "SystemLimits",
      "SystemPackage", "TextTables",
    ]),
    "Benchmarks": ["Collectives", "Encodings", "ExitCodes", "Foundation", "TextTables"],
    "Reports": ["Foundation", "Mustache", "Pictures", "RunRecords", "TextTables"],
    // 5: the program
    "lockstep": platform.union([
      "Training", "Benchmarks", "Reports", "Network", "Kernels", "KernelInterface", "Collectives", "FashionMNIST",
      "Pictures", "Checkpoints", "CounterRandom", "CSignals", "Encodings", "ExitCodes", "Faults", "InputFiles",
      "RunPhases", "RunRecords", "SystemLimits", "TextTables", "MPICollectives", "ArgumentParser", "Crypto",
      "Dispatch", "Subprocess", "SystemPackage",
    ]),
  ]

  /// Modules of C code and system libraries: no Swift file.
  static let withoutSwift: Set = [
    "CCPUFeatures", "CFutex", "CMPI", "COpenMPI", "CPNG", "CSignals", "CVectorMath", "CZlib",
  ]

  /// Modules that only one other may import, whatever the table says.
  static let soleImporters = [
    "CMPI": "MPICollectives", "CZlib": "FashionMNIST", "CPNG": "Pictures", "Mustache": "Reports",
    "CVectorMath": "KernelInterface",
    "MPICollectives": "lockstep", "ArgumentParser": "lockstep", "Subprocess": "lockstep", "CSignals": "lockstep",
  ]
}
