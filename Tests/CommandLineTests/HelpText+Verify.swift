extension HelpText {
  static let verify = HelpText(
    command: ["verify"],
    text: """
      OVERVIEW: Compute a run again, and compare each epoch with what the run has
      recorded.

      Compares the digest of the weights and the figures of each epoch, and the
      result, with metrics.jsonl; the model and the checkpoints are compared with it
      too. Works alone and under mpirun: whatever ranks, threads and kernels are here
      compute the same bits. Of a run that was stopped, the epochs so far are
      verified. Nothing is written into the folder.

      Exit codes: 0 all is as recorded; 2 something differs, and the first epoch that
      does is named; 65 the run was trained on other data, or by a version that
      recorded no digests; 78 by a version whose kernels gave other bits.

      USAGE: lockstep verify <run> [<options>]

      ARGUMENTS:
        <run>                   Folder of a run, or of train --repeat or --folds for
                                all runs in it.

      OPTIONS:
        --epochs <a-b>          Only these epochs, counted from 1.
              Computed from the last checkpoint before them that is as recorded, else
              from the beginning. Default: all, from the beginning.
        --data <folder>         Folder with the four IDX files, plain or gzip.
              Default: $LOCKSTEP_DATA if it is set, else the first of these that has
              them: /usr/share/datasets/fashion-mnist (Debian package
              dataset-fashion-mnist), ~/.keras/datasets/fashion-mnist, torchvision's
              FashionMNIST/raw.
        --threads <n>           Threads of each rank, at most as many as it has
                                shards.
              Default: the processors that the rank may use, divided among the ranks
              of the host that use them too.
        --exchange <auto|shared|messages>
                                How gradients travel between ranks; the result is the
                                same either way. (values: auto, shared, messages;
                                default: auto)
              shared: through memory that the ranks of a host share; auto: shared
              where that is possible, else messages.
        --progress <auto|bar|plain|none>
                                How progress is shown, on standard error. (values:
                                auto, bar, plain, none; default: auto)
              bar: a line redrawn in place, on a terminal; plain: a line for each
              epoch, and one every 30 seconds in a long epoch; none: nothing; auto:
              bar on a terminal, plain elsewhere.
        --verbose <auto|0|1|2>  Progress by Keras' numbers: 0 is --progress none, and
                                hides the plan too; 1 is bar; 2 is plain. (values:
                                auto, 0, 1, 2; default: auto)
              auto: as --progress says. A number that contradicts --progress is
              refused.
        --color <auto|always|never>
                                Colours of pictures and bars on a terminal. (values:
                                auto, always, never; default: auto)
              auto: on a terminal, unless NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE or
              TERM=dumb in the environment say otherwise.
        --version               Show the version.
        -h, --help              Show help information.

      """)
}
