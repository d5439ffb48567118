// swift-tools-version: 6.2
import PackageDescription

/// Set by `Scripts/fuzz`, whose build has a program more, and counts the places that an input reaches.
let isFuzzed = Context.environment["LOCKSTEP_FUZZ"] != nil

/// The settings of every Swift target.
let strict: [SwiftSetting] =
  [
    .strictMemorySafety(),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
  ] + (Context.environment["LOCKSTEP_WARNINGS"] == "error" ? [.treatAllWarnings(as: .error)] : [])

/// The settings of every Swift target but kernels, which read nothing from outside.
let common: [SwiftSetting] =
  strict + (isFuzzed ? [.unsafeFlags(["-sanitize=fuzzer,address"])] : [])

/// Kernels are compiled for one instruction set, and optimised even in a debug build: unoptimised
/// register tiles are a thousand times slower, and a debug test would not run the code that ships. The tests' references,
/// which are plain loops, are optimised too.
func kernels(march: String? = nil) -> [SwiftSetting] {
  let optimised: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]
  guard let march else { return strict + optimised }
  return strict + optimised + [.unsafeFlags(["-Xcc", "-march=\(march)"])]
}

#if arch(x86_64)
  let instructionSets: [(module: String, march: String)] = [
    ("KernelsAVX2", "x86-64-v3"), ("KernelsAVX512", "x86-64-v4"),
  ]
#else
  let instructionSets: [(module: String, march: String)] = []
#endif

/// The target of the program. Only a library can be a part of the fuzzer, so there it is one, and its entry point is not
/// called `main`.
func program(_ dependencies: [Target.Dependency]) -> Target {
  guard isFuzzed else { return .executableTarget(name: "lockstep", dependencies: dependencies, swiftSettings: common) }
  let entry: [SwiftSetting] = [
    .unsafeFlags(["-parse-as-library", "-Xfrontend", "-entry-point-function-name", "-Xfrontend", "lockstep_main"])
  ]
  return .target(name: "lockstep", dependencies: dependencies, swiftSettings: common + entry)
}

/// libFuzzer's program, whose entry point comes from there.
let fuzzer: [Target] =
  isFuzzed
  ? [
    .target(name: "Fuzzer", dependencies: ["FuzzTargets"], path: "Tests/Fuzzer/Entry", swiftSettings: common),
    .executableTarget(
      name: "FuzzerProgram", dependencies: ["Fuzzer"], path: "Tests/Fuzzer/Program",
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])]),
  ] : []

/// Flags of the compiler and the linker for another MPI than pkg-config's, as `Scripts/build --mpi` asks its compiler wrapper
/// for; nil: Open MPI, as pkg-config knows it.
let mpiFlags = Context.environment["LOCKSTEP_MPI_FLAGS"]?.split(separator: " ").map(String.init)
let isForCompiler = { (flag: String) in flag.hasPrefix("-I") || flag.hasPrefix("-D") }
let mpiCompiler: [CSetting] = mpiFlags.map { [.unsafeFlags($0.filter(isForCompiler))] } ?? []
let mpiLinker: [LinkerSetting] = mpiFlags.map { [.unsafeFlags($0.filter { !isForCompiler($0) })] } ?? []

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let withMPI = TargetDependencyCondition.when(traits: ["MPI"])

let package = Package(
  name: "lockstep",
  platforms: [.macOS("26.0")],
  products: [
    isFuzzed
      ? .executable(name: "fuzzer", targets: ["FuzzerProgram"]) : .executable(name: "lockstep", targets: ["lockstep"])
  ],
  traits: [
    .trait(name: "MPI", description: "Train on several ranks over Open MPI; without it, a plain process."),
    .trait(name: "Faults", description: "LOCKSTEP_FAULT makes a run fail on purpose, as in a debug build."),
    .default(enabledTraits: ["MPI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-crypto", "3.0.0"..<"5.0.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // 0: C, system libraries, exit codes, random numbers, text, files that are read, what the system allows, what a run
    // records
    .systemLibrary(
      name: "COpenMPI", pkgConfig: mpiFlags == nil ? "ompi-c" : nil,
      providers: [.apt(["libopenmpi-dev"]), .brew(["open-mpi"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .target(
      name: "CMPI", dependencies: [.target(name: "COpenMPI", condition: withMPI)],
      cSettings: [.define("LOCKSTEP_MPI", .when(traits: ["MPI"]))]
        + mpiCompiler, linkerSettings: mpiLinker),
    .target(name: "CCPUFeatures"),
    .target(name: "CFutex"),
    .target(name: "CSignals"),
    .systemLibrary(name: "CVectorMath"),
    .target(name: "ExitCodes", swiftSettings: common),
    .target(name: "CounterRandom", swiftSettings: kernels()),
    .target(name: "TextTables", swiftSettings: common),
    .target(name: "Encodings", swiftSettings: common),
    .target(name: "RunRecords", swiftSettings: common),
    .target(name: "RunPhases", swiftSettings: common),
    .target(name: "Faults", dependencies: ["ExitCodes", "RunPhases", systemPackage], swiftSettings: common),
    .target(name: "InputFiles", dependencies: ["ExitCodes", "TextTables", systemPackage], swiftSettings: common),
    .target(name: "SystemLimits", dependencies: [systemPackage], swiftSettings: common),
    // 1: kernels
    .target(name: "KernelInterface", dependencies: ["CounterRandom", "CVectorMath"], swiftSettings: kernels()),
    .target(name: "KernelsPortable", dependencies: ["KernelInterface"], swiftSettings: kernels()),
  ]
    + instructionSets.map {
      .target(name: $0.module, dependencies: ["KernelInterface"], swiftSettings: kernels(march: $0.march))
    } + [
      // 2: the choice among them
      .target(
        name: "Kernels",
        dependencies: ["KernelInterface", "KernelsPortable", "CCPUFeatures"]
          + instructionSets.map { .target(name: $0.module) },
        swiftSettings: common, linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
      // 3: network, data, files, communication
      .target(
        name: "Network",
        dependencies: [
          "Kernels", "KernelInterface", "CounterRandom", "Encodings", "InputFiles", "TextTables", systemPackage,
        ],
        resources: [.embedInCode("Presets")], swiftSettings: common),
      .target(
        name: "FashionMNIST",
        dependencies: [
          "CZlib", "CounterRandom", "Encodings", "ExitCodes", "InputFiles", "SystemLimits", "TextTables", crypto,
          systemPackage,
        ],
        swiftSettings: common),
      .target(
        name: "Pictures", dependencies: ["CPNG", "Encodings", "ExitCodes", "InputFiles", "TextTables", systemPackage],
        swiftSettings: common),
      .target(
        name: "Checkpoints",
        dependencies: [
          "Encodings", "ExitCodes", "Faults", "InputFiles", "RunPhases", "SystemLimits", "TextTables", crypto,
          systemPackage,
        ],
        swiftSettings: common),
      .target(
        name: "Collectives", dependencies: ["CCPUFeatures", "CFutex", "ExitCodes", "RunPhases"], swiftSettings: common),
      .target(
        name: "MPICollectives", dependencies: ["Collectives", .target(name: "CMPI", condition: withMPI)],
        swiftSettings: common),
      // 4: training, and what is made of measurements
      .target(
        name: "Training",
        dependencies: [
          "Network", "Kernels", "KernelInterface", "Collectives", "FashionMNIST", "Checkpoints",
          "CounterRandom", "Encodings", "ExitCodes", "Faults", "InputFiles", "RunPhases", "RunRecords", "SystemLimits",
          "TextTables",
          crypto, systemPackage,
        ],
        swiftSettings: common),
      .target(
        name: "Benchmarks", dependencies: ["Collectives", "Encodings", "ExitCodes", "TextTables"], swiftSettings: common
      ),
      .target(
        name: "Reports", dependencies: ["Pictures", "RunRecords", "TextTables", mustache],
        resources: [.embedInCode("Templates")], swiftSettings: common),
      // 5: the program
      program([
        "Training", "Benchmarks", "Reports", "Network", "Kernels", "KernelInterface", "Collectives", "FashionMNIST",
        "Pictures", "Checkpoints", "CounterRandom", "CSignals", "Encodings", "ExitCodes", "Faults", "InputFiles",
        "RunPhases", "RunRecords", "SystemLimits", "TextTables",
        .target(name: "MPICollectives", condition: withMPI), argumentParser, crypto, subprocess, systemPackage,
      ]),
      // Tests
      .testTarget(
        name: "TextTests",
        dependencies: ["TextTables", "Encodings", "InputFiles", "ExitCodes", "Support", systemPackage],
        swiftSettings: common),
      .target(
        name: "Support",
        dependencies: [
          "FashionMNIST", "Kernels", "KernelInterface", "Network", "CounterRandom", "ExitCodes", systemPackage,
        ],
        path: "Tests/Support", swiftSettings: kernels()),
      .testTarget(
        name: "FaultTests", dependencies: ["Faults", "RunPhases", "ExitCodes", "Support", systemPackage],
        swiftSettings: common),
      .testTarget(
        name: "KernelTests", dependencies: ["Kernels", "KernelInterface", "CounterRandom", "Support"],
        swiftSettings: common),
      .testTarget(
        name: "NetworkTests", dependencies: ["Network", "Kernels", "KernelInterface", "CounterRandom", "Support"],
        swiftSettings: common),
      .testTarget(
        name: "FashionMNISTTests", dependencies: ["FashionMNIST", "CounterRandom", "CZlib", "Support", systemPackage],
        swiftSettings: common),
      .testTarget(
        name: "PictureTests", dependencies: ["Pictures", "CPNG", "Support", systemPackage], swiftSettings: common),
      .testTarget(
        name: "CheckpointTests", dependencies: ["Checkpoints", "ExitCodes", "Support", systemPackage],
        swiftSettings: common),
      .testTarget(
        name: "CollectivesTests", dependencies: ["Collectives", "RunPhases"], swiftSettings: common),
      .testTarget(
        name: "TrainingTests",
        dependencies: [
          "Training", "Network", "Kernels", "KernelInterface", "CounterRandom", "Collectives", "FashionMNIST",
          "Checkpoints", "RunRecords", "Support", systemPackage,
        ],
        resources: [.copy("Golden")], swiftSettings: common),
      .testTarget(
        name: "SystemLimitsTests", dependencies: ["SystemLimits", "Support", systemPackage], swiftSettings: common),
      .testTarget(
        name: "ReportTests", dependencies: ["Reports", "RunRecords", "Pictures", "Encodings", "Support"],
        swiftSettings: common),
      .testTarget(name: "BenchmarkTests", dependencies: ["Benchmarks", "Collectives"], swiftSettings: common),
      .testTarget(
        name: "CommandLineTests", dependencies: ["lockstep", "Checkpoints", "Pictures", "Support", systemPackage],
        swiftSettings: common),
      .testTarget(
        name: "DistributedTests", dependencies: ["lockstep", "Support", "FashionMNIST", "Kernels", systemPackage],
        swiftSettings: common),
      .testTarget(name: "ArchitectureTests", dependencies: ["ExitCodes"], swiftSettings: common),
      // What reads files and command lines of others, for the fuzzer and for tests
      .target(
        name: "FuzzTargets",
        dependencies: [
          "lockstep", "Checkpoints", "Encodings", "ExitCodes", "FashionMNIST", "Network", "Kernels", "KernelInterface",
          "CounterRandom", "Pictures", "RunRecords", "TextTables", "Training", "Support", systemPackage,
        ],
        path: "Tests/FuzzTargets", swiftSettings: common),
      .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets"], swiftSettings: common),
    ] + fuzzer
)
