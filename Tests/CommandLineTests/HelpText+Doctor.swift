extension HelpText {
  static let doctor = HelpText(
    command: ["doctor"],
    text: """
      OVERVIEW: Look for what would make a training fail or be slow here, and say
      what mends it.

      Looks at MPI and its mpirun, slots, binding, CPU quota, kernels, shared memory,
      networks, limits, the data set, and the folders that are written to. Alone it
      starts one rank to see whether that works; under mpirun it looks at every host
      of the job as the ranks find it.

      Prints what it saw, and a line for each finding: a problem, or a note of what
      matters only elsewhere. Exit codes: 0 no problem; 69 a problem was found.

      USAGE: lockstep doctor [<options>]
             mpirun -n <n> lockstep doctor [<options>]

      OPTIONS:
        --model <name|file>     A preset (lab-001, lab-003, lab-004, lab-004-leaky,
                                best, best-long), or a file with Keras' JSON
                                (model.to_json()). (default: lab-003)
        --threads <n>           Threads of each rank, as in train.
              Default: those that train would take.
        --output-dir <folder>   Folder for the files of a run, as in train.
              Default: a new one in runs.
        --data <folder>         Folder with the four IDX files, plain or gzip.
              Default: $LOCKSTEP_DATA if it is set, else the first of these that has
              them: /usr/share/datasets/fashion-mnist (Debian package
              dataset-fashion-mnist), ~/.keras/datasets/fashion-mnist, torchvision's
              FashionMNIST/raw.
        --launcher <program>    mpirun of the MPI that the program was built with.
              Default: the first one in PATH.
        --json                  Print findings, and what was seen, as JSON.
        --version               Show the version.
        -h, --help              Show help information.

      """)
}
