extension HelpText {
  static let bench = HelpText(
    command: ["bench"],
    text: """
      OVERVIEW: Measure how fast this program is on this machine.

      USAGE: lockstep bench <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        kernels                 Measure how fast one core computes a model's layers,
                                and single kernels.
        comm                    Measure how fast the ranks of a job sum their
                                gradients.
        scale                   Measure how the speed of training grows with the
                                number of ranks.

        See 'lockstep help bench <subcommand>' for detailed help.
      """)

  static let benchKernels = HelpText(
    command: ["bench", "kernels"],
    text: """
      OVERVIEW: Measure how fast one core computes a model's layers, and single
      kernels.

      First measures the core's peak: multiply-adds on registers alone. Everything
      else is compared with it. Then trains the model briefly, so that gradients are
      as sparse as in training, and measures steps of one thread. Times are the
      thread's processor time, so that other work on the machine matters little.

      USAGE: lockstep bench kernels [--model <name|file>] [<options>]

      OPTIONS:
        --model <name|file>     A preset (lab-001, lab-003, lab-004, lab-004-leaky,
                                best, best-long), or a file with Keras' JSON
                                (model.to_json()). (default: lab-003)
        --images <n>            Images per step. (default: 32)
        --repeats <n>           Repeats of every measurement; the median is reported.
                                (default: 7)
        --warm-up-steps <n>     Training steps before the measurement. (default: 300)
        --kernels <avx512|avx2|portable>
                                The kernel set.
              Default: the one that train uses.
        --convolution <direct|winograd|auto>
                                How convolutions are computed, as in train. (values:
                                direct, winograd, auto; default: auto)
        --data <folder>         Folder with the four IDX files, plain or gzip.
              Default: where train looks; without any, random images.
        --json                  Print the results as JSON, not as tables.
        --version               Show the version.
        -h, --help              Show help information.

      """)

  static let benchComm = HelpText(
    command: ["bench", "comm"],
    text: """
      OVERVIEW: Measure how fast the ranks of a job sum their gradients.

      Run it under mpirun, as training is run:

        mpirun -n 2 lockstep bench comm

      Three paths are compared:

        library   MPI_Allreduce in place; its bits depend on the number of ranks
        messages  the fixed tree, with reduce-scatter and all-gather
        shared    the fixed tree, through memory that the ranks of a host share

      USAGE: lockstep bench comm [--floats <n,n,…>] [--repeats <n>] [--json]

      OPTIONS:
        --floats <n,n,…>        Sizes of the gradient, in floats. (default:
                                256,4096,16384,65536,93712,242320,1048576)
              Default: powers of four, and about those of lab-001 and lab-003.
        --repeats <n>           Measurements of each size and path, by turns.
                                (default: 9)
        --json                  Print the results as JSON, not as a table.
        --version               Show the version.
        -h, --help              Show help information.

      """)

  static let benchScale = HelpText(
    command: ["bench", "scale"],
    text: """
      OVERVIEW: Measure how the speed of training grows with the number of ranks.

      Starts the ranks itself, with mpirun. Each repeat runs train once for every
      mode and number of ranks, so that drift of the machine hits all alike. One rank
      runs under mpirun too. Only training steps are timed. Points with more threads,
      over all ranks, than cores are marked, and have no efficiency.

      Weak scaling multiplies batch and epochs by the number of ranks, so that every
      rank sees as many images as one alone. The learning rate grows with the square
      root of the batch, starting from the recipe's, so that training proceeds
      similarly. This matters because zeros are skipped: the work per image depends
      on the weights. -- --lr-scaling none keeps the rate; -- --initial-weights
      <file> --learning-rate 1e-30 keeps the weights, and so almost the same work.

      USAGE: lockstep bench scale [--ranks <n,n,…>] [<options>] [-- <train-option> …]

      WHAT IS RUN:
        --model <name|file>     A preset (lab-001, lab-003, lab-004, lab-004-leaky,
                                best, best-long), or a file with Keras' JSON
                                (model.to_json()). (default: lab-003)
        --ranks <n,n,…>         Numbers of ranks to compare.
              Default: 1, 2, 4 and so on, as far as there are cores and shards.
        --mode <strong,weak,independent>
                                strong: the same batch for any number of ranks; weak:
                                the same work for each rank. (default: strong,weak)
              independent: as many runs of one rank, side by side and without
              communication; each has its own batch.
        --repeats <n>           Runs of each number of ranks in each mode. (default:
                                5)
        --batch-size <n>        Images per step: of all ranks together (strong), of
                                each rank (weak) or run (independent).
              Default: the preset's recipe, or 32.
        --shards <n>            Parts into which a batch is cut: of all ranks
                                together (strong), for each rank (weak) or run
                                (independent).
              Default: what train takes for a batch of this size.
        --epochs <n>            Epochs of each run; weak scaling multiplies them by
                                the ranks. (default: 1)
        --limit-train-images <n>
                                Use only the first n training images.
        --data <folder>         Folder with the four IDX files, plain or gzip.
              Default: where train looks.
        <train-option>          Further options of train, for all runs, after two
                                hyphens: -- --reduction mpi.

      WHERE:
        --threads <n>           Threads of each rank. (default: 1)
        --bind <core|none>      What a rank is bound to. (values: core, none)
              Default: core where every thread has a core and all CPUs of the machine
              may be used; else none.
        --launcher <program>    mpirun of the MPI that the program was built with.
              Default: the first one in PATH.

      OUTPUT:
        --json                  Print the results as JSON, not as a table.
        --csv <file|->          Also write the results as CSV to a file; with - write
                                them to standard output instead of the table.

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      """)
}
