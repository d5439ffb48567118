import Testing

/// What `--help` must print.
struct HelpText: Sendable, CustomTestStringConvertible {
  /// The command, as arguments of the program.
  let command: [String]
  /// Without the final newline.
  let text: String

  var testDescription: String { (["lockstep"] + command).joined(separator: " ") }

  static let all = [
    program, train, evaluate, predict, verify, summary, inspect, data, dataInfo, dataShow, dataExplore, dataVerify,
    report,
    launch, launchLocal, launchHosts, bench, benchKernels, benchComm, benchScale,
  ]

  static let program = HelpText(
    command: [],
    text: """
      OVERVIEW: Train convolutional networks on Fashion-MNIST, with the same bits for
      any number of ranks and threads.

      A plain process trains with threads; under mpirun every rank takes a part of
      the data:

        lockstep train --model lab-001
        mpirun -n 4 lockstep train --model lab-001

      Results go to standard output, progress and messages to standard error.

      Environment: LOCKSTEP_DATA names the folder of the data set, LOCKSTEP_KERNELS
      the kernels (avx512, avx2, portable; default: the best that this processor
      runs). All give the same bits.

      Exit codes: 0 done; 1 unexpected; 2 target not met, or verify found a
      difference; 64 usage; 65 bad data, model or checkpoint; 66 input missing; 69
      ranks cannot work together; 70 training diverged, or ranks hang; 73 cannot
      create a file; 74 cannot write; 75 stopped by a signal, checkpoint saved: run
      again to go on; 78 no such kernels, or too little memory.

      USAGE: lockstep <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        train                   Train a model, and write its weights, metrics and
                                checkpoints to a run folder.
        evaluate                Print how well a trained model does on the test set:
                                loss, accuracy, and figures of every class.
        predict                 Classify pictures, or all test images of a data set,
                                with a trained model.
        verify                  Compute a run again, and compare each epoch with what
                                the run has recorded.
        summary                 Print a model's layers, output shapes and parameters,
                                as Keras does.
        inspect                 Print what a model file or checkpoint holds: tensors,
                                metadata and the digest of the weights.
        data                    Look at a data set: its numbers, its images, and
                                whether it is Fashion-MNIST.
        report                  Make a page about a run, or one that compares several.
        launch                  Start the ranks of a training, and look after them.
        bench                   Measure how fast this program is on this machine.

        See 'lockstep help <subcommand>' for detailed help.
      """)

  static let evaluate = HelpText(
    command: ["evaluate"],
    text: """
      OVERVIEW: Print how well a trained model does on the test set: loss, accuracy,
      and figures of every class.

      The report of the classes and the confusion matrix (rows: true classes,
      columns: predicted classes) are those of scikit-learn.

      Works under mpirun too; ranks and threads change the speed only.

      USAGE: lockstep evaluate --model-file <file> [<options>]

      OPTIONS:
        --model-file <file>     The model: model.safetensors or a checkpoint of a
                                run, or weights from elsewhere together with --model.
        --model <name|file>     The architecture, where the file holds only weights.
              A preset (lab-001, lab-003, lab-004, lab-004-leaky, best, best-long) or
              a JSON file.
        --test-augmentation <none|flip|flip-shift>
                                Which views of each image are averaged. Default: as
                                in the run that trained the model. (values: none,
                                flip, flip-shift)
              flip: the image and its mirror image; flip-shift: both of these also
              moved by a pixel down to the right, and up to the left. The logits of
              all views are averaged.
        --pixel-range <0-1|0-255|-1-1|standardized>
                                The range that pixels are scaled to. Default: as in
                                the run that trained the model.
              For weights from elsewhere: what the model's first layer expects, 0-255
              for a Rescaling of about 1/255 or 1/127.5, else 0-1. Where no run has
              recorded mean and standard deviation, give those of pixels divided by
              255: standardized:0.286,0.353.
        --limit-test-images <n> Use only the first n test images.
        --target-accuracy <share>
                                End with exit code 2 if the accuracy is less.
        --class-names <name,…>  Names of the classes, separated by commas.
              Default: those of Fashion-MNIST where the data are Fashion-MNIST, else
              their numbers.
        --json                  Print the results as JSON.
        --data <folder>         Folder with the four IDX files, plain or gzip.
              Default: $LOCKSTEP_DATA if it is set, else the first of these that has
              them: /usr/share/datasets/fashion-mnist (Debian package
              dataset-fashion-mnist), ~/.keras/datasets/fashion-mnist, torchvision's
              FashionMNIST/raw.
        --threads <n>           Threads of each rank, at most as many as it has
                                shards.
              Default: the processors that the rank may use, divided among the ranks
              of the host that use them too.
        --version               Show the version.
        -h, --help              Show help information.

      """)

  static let summary = HelpText(
    command: ["summary"],
    text: """
      OVERVIEW: Print a model's layers, output shapes and parameters, as Keras does.

      With --explain, also the arithmetic behind the table: how every parameter count
      and output size is computed.

      With --plan, also how this program on this processor computes each layer: which
      algorithm each pass uses, how many multiply-adds that takes, and whether the
      layer is on a fast path or on the general one.

      USAGE: lockstep summary [--model <name|file>] [--explain] [--plan [<options>]]

      OPTIONS:
        --model <name|file>     A preset (lab-001, lab-003, lab-004, lab-004-leaky,
                                best, best-long), or a file with Keras' JSON
                                (model.to_json()). (default: lab-003)
        --explain               Also print how each parameter count and output size
                                is computed.
        --plan                  Also print how each layer is computed.
        --batch-size <n>        Images per step, as in train; decides how many images
                                are computed at once.
              Only with --plan. Default: the preset's recipe, or 32.
        --convolution <direct|winograd|auto>
                                How convolutions are computed, as in train. (values:
                                direct, winograd, auto)
              Only with --plan. Default: auto.
        --version               Show the version.
        -h, --help              Show help information.

      """)

  static let inspect = HelpText(
    command: ["inspect"],
    text: """
      OVERVIEW: Print what a model file or checkpoint holds: tensors, metadata and
      the digest of the weights.

      Verifies the file: a damaged one ends with exit code 65.

      USAGE: lockstep inspect <file>

      ARGUMENTS:
        <file>                  A safetensors file.

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      """)

  static let report = HelpText(
    command: ["report"],
    text: """
      OVERVIEW: Make a page about a run, or one that compares several.

      The page about a run shows learning curves, confusion matrix, the most
      confident mistakes, first-layer filters, the model, where the time went, the
      configuration, and the command that gives the same weights. train writes this
      page at its end.

      The page that compares runs shows their results, their curves and what differs
      in their configuration. The folder of train --repeat or --folds stands for all
      of its runs.

      A page is one HTML file that needs no network and no scripts. Where the run was
      stopped, or files or test images are gone, it says what it leaves out. A
      damaged file ends with exit code 65.

      USAGE: lockstep report <run> [<options>]
             lockstep report <run> <run> … --output <file> [<options>]

      ARGUMENTS:
        <run>                   Run folders, or folders of train --repeat or --folds.

      OPTIONS:
        --output <file>         The file to write.
              Default: report.html in the run's folder. Required for several runs.
        --class-names <name,…>  Names of the classes, separated by commas.
              Default: those of Fashion-MNIST where the data are Fashion-MNIST, else
              their numbers.
        --data <folder>         Folder with the four IDX files, plain or gzip.
              Default: $LOCKSTEP_DATA if it is set, else the first of these that has
              them: /usr/share/datasets/fashion-mnist (Debian package
              dataset-fashion-mnist), ~/.keras/datasets/fashion-mnist, torchvision's
              FashionMNIST/raw.
        --threads <n>           Threads of each rank, at most as many as it has
                                shards.
              Default: the processors that the rank may use, divided among the ranks
              of the host that use them too.
        --version               Show the version.
        -h, --help              Show help information.

      """)
}
