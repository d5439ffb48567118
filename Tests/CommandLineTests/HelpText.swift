import Testing

/// What `--help` must print.
struct HelpText: Sendable, CustomTestStringConvertible {
  /// The command, as arguments of the program.
  let command: [String]
  /// Without the final newline.
  let text: String

  var testDescription: String { (["lockstep"] + command).joined(separator: " ") }

  static let all = [program, train, evaluate, summary, inspect, bench, benchKernels, benchComm, benchScale]

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
      runs). All kernels but portable give the same bits.

      Exit codes: 0 done; 1 unexpected; 64 usage; 65 bad data or checkpoint; 66 input
      missing; 69 ranks cannot work together; 70 training diverged; 73 cannot create
      a file; 74 cannot write; 78 bad configuration.

      USAGE: lockstep <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        train                   Train a model, and write its weights, metrics and
                                checkpoints to a run directory.
        evaluate                Print the loss and accuracy of a trained model on the
                                test set.
        summary                 Print a model's layers, output shapes and parameters,
                                as Keras does.
        inspect                 Print what a model file or checkpoint holds: tensors,
                                metadata and the digest of the weights.
        bench                   Measure how fast this program is on this machine.

        See 'lockstep help <subcommand>' for detailed help.
      """)

  static let train = HelpText(
    command: ["train"],
    text: """
      OVERVIEW: Train a model, and write its weights, metrics and checkpoints to a
      run directory.

      A preset brings the recipe of its lab manual: lab-001 trains 5 epochs with
      batch size 64, and validates with the last 20 % of the training images; lab-003
      trains 10 epochs with batch size 32, lab-004 20 epochs with batch size 128, and
      both validate with the test set.

      The trained weights depend on the data and on the options under RESULT; on
      ranks only with --reduction mpi, and never on threads.

      USAGE: lockstep train <options>

      RESULT:
        --model <name|file>     A preset (lab-001, lab-003, lab-004), or a file with
                                Keras' JSON (model.to_json()). (default: lab-003)
        --epochs <n>            Epochs to train.
              Default: the preset's recipe, or 10.
        --batch-size <n>        Images per step over all ranks together (the global
                                batch size).
              Default: the preset's recipe, or 32.
        --learning-rate <rate>  Learning rate of Adam. (default: 0.001)
        --beta-1 <rate>         Decay of Adam's first moment. (default: 0.9)
        --beta-2 <rate>         Decay of Adam's second moment. (default: 0.999)
        --epsilon <value>       Added to the root of Adam's second moment. (default:
                                1e-07)
        --validation-split <share>
                                Validate with the last part of the training images, a
                                share from 0 to less than 1.
              Taken before shuffling, as Keras does. Default: the preset's recipe, or
              0.
        --validation-data <test|none>
                                Validate with the test set, or not at all. (values:
                                test, none)
              Default: the preset's recipe, or none.
        --seed <n>              Seed of everything random: weights, order, dropout.
                                (default: 1)
        --shards <n>            Parts into which the data and each batch are cut;
                                part of the result, unlike ranks and threads.
              Must divide the batch size, and there can be no more ranks than shards.
              Default: the largest power of two that leaves at least 4 images per
              shard and batch (batch size 32: 8; 64: 16; 128: 32).
        --shuffle/--no-shuffle  Draw a new order of the images in every epoch.
                                (default: --shuffle)
        --reduction <tree|mpi>  How gradients are summed: along a fixed tree (same
                                bits for any number of ranks), or by MPI_Allreduce.
                                (values: tree, mpi; default: tree)
        --evaluation <all|rank0>
                                Which ranks score the validation and test images; the
                                numbers are the same. (values: all, rank0; default:
                                all)
        --convolution <direct|winograd|auto>
                                How convolutions are computed; results differ by
                                rounding. (values: direct, winograd, auto; default:
                                auto)
              winograd: Winograd's minimal filtering where it fits; auto: what is
              fastest.
        --initial-weights <file>
                                Start from the weights of a safetensors file instead
                                of random ones.
        --limit-train-images <n>
                                Use only the first n training images.
        --limit-test-images <n> Use only the first n test images.

      WHERE AND HOW FAST:
        --data <folder>         Folder with the four IDX files, plain or gzip.
              Default: $LOCKSTEP_DATA if it is set, else the first that has them of
              /usr/share/datasets/fashion-mnist (Debian package
              dataset-fashion-mnist), ~/.keras/datasets/fashion-mnist and
              torchvision's FashionMNIST/raw.
        --threads <n>           Threads of each rank; never more than it has shards.
              Default: the processors that the rank may use, shared with the ranks
              beside it.
        --exchange <auto|shared|messages>
                                How gradients travel between ranks; the result is the
                                same. (values: auto, shared, messages; default: auto)
              shared: through memory that the ranks of a node share; auto: so where
              it is possible.

      OUTPUT:
        --output-dir <folder>   New folder for all files of the run.
              Default: runs/<time>-<model>.
        --verbose <auto|0|1|2>  Progress: 0 none; 1 a bar on a terminal; 2 a line per
                                epoch; auto is 1 on a terminal, else 2. (values:
                                auto, 0, 1, 2; default: auto)
        --profile               Print at the end what each rank's time went to.

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      """)

  static let evaluate = HelpText(
    command: ["evaluate"],
    text: """
      OVERVIEW: Print the loss and accuracy of a trained model on the test set.

      Works under mpirun too; loss and accuracy do not depend on ranks or threads.

      USAGE: lockstep evaluate --model-file <file> [<options>]

      OPTIONS:
        --model-file <file>     The model: model.safetensors or a checkpoint of a
                                run, or weights from elsewhere together with --model.
        --model <name|file>     The architecture, where the file holds only weights.
              A preset (lab-001, lab-003, lab-004) or a JSON file.
        --limit-test-images <n> Use only the first n test images.
        --data <folder>         Folder with the four IDX files, plain or gzip.
              Default: $LOCKSTEP_DATA if it is set, else the first that has them of
              /usr/share/datasets/fashion-mnist (Debian package
              dataset-fashion-mnist), ~/.keras/datasets/fashion-mnist and
              torchvision's FashionMNIST/raw.
        --threads <n>           Threads of each rank; never more than it has shards.
              Default: the processors that the rank may use, shared with the ranks
              beside it.
        --version               Show the version.
        -h, --help              Show help information.

      """)

  static let summary = HelpText(
    command: ["summary"],
    text: """
      OVERVIEW: Print a model's layers, output shapes and parameters, as Keras does.

      With --plan, also how this program on this processor computes each layer: which
      algorithm each pass uses, how many multiply-adds that takes, and whether the
      layer is on a fast path or on the general one.

      USAGE: lockstep summary [--model <name|file>] [--plan [<options>]]

      OPTIONS:
        --model <name|file>     A preset (lab-001, lab-003, lab-004), or a file with
                                Keras' JSON (model.to_json()). (default: lab-003)
        --plan                  Print how each layer is computed as well.
        --batch-size <n>        Images per step, as of train: they decide how many
                                are computed at once.
              Only with --plan. Default: the preset's recipe, or 32.
        --convolution <direct|winograd|auto>
                                How convolutions are computed, as of train. (values:
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
}
