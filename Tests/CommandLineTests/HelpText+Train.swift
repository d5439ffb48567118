extension HelpText {
  static let train = HelpText(
    command: ["train"],
    text: """
      OVERVIEW: Train a model, and write its weights, metrics and checkpoints to a
      run directory.

      A preset brings the recipe of its lab manual: lab-001 trains 5 epochs and
      lab-004-leaky 20, both with batch size 64, and both validate with the last 20 %
      of the training images; lab-003 trains 10 epochs with batch size 32, lab-004 20
      epochs with batch size 128, and both validate with the test set. The presets
      best and best-long aim at accuracy: 16 and 64 epochs with batch size 256, SGD,
      one cycle of the learning rate, smooth labels and mirrored images (best-long:
      also shifted and partly erased ones), and no validation.

      The trained weights depend on the data and on the options under RESULT; on
      ranks only with --reduction mpi, and never on threads.

      USAGE: lockstep train <options>

      RESULT:
        --model <name|file>     A preset (lab-001, lab-003, lab-004, lab-004-leaky,
                                best, best-long), or a file with Keras' JSON
                                (model.to_json()). (default: lab-003)
        --epochs <n>            Epochs to train; 0 evaluates the initial weights.
              Default: the preset's recipe, or 10.
        --batch-size <n>        Images per step over all ranks together (the global
                                batch size).
              Default: the preset's recipe, or 32.
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
        --convolution <direct|winograd|auto>
                                How convolutions are computed; results differ by
                                rounding. (values: direct, winograd, auto; default:
                                auto)
              winograd: Winograd's minimal filtering where it fits; auto: what is
              fastest.
        --initial-weights <file>
                                Start from the weights of a safetensors file instead
                                of random ones.
        --pixel-range <0-1|0-255|-1-1|standardized>
                                The numbers that pixels are given as. Default: what
                                the model's first layer asks for, or 0-1.
              0-255: the default of a model that begins with a Rescaling of about
              1/255 or 1/127.5; standardized: by mean and standard deviation of the
              images that are trained on. evaluate and predict find it in the model's
              file.
        --limit-train-images <n>
                                Use only the first n training images.
        --limit-test-images <n> Use only the first n test images.

      RESULT: VALIDATION:
        --validation-split <share>
                                Validate with the last part of the training images, a
                                share from 0 to less than 1.
              Taken before shuffling, as Keras does. Default: the preset's recipe, or
              0.
        --validation-data <test|none>
                                Validate with the test set, or not at all. (values:
                                test, none)
              Default: the preset's recipe, or none.
        --validation-indices <file>
                                Validate with the training images that a file names,
                                and do not train on them.
              A text file with their numbers from 0, one a line or with commas.
        --test-augmentation <none|flip|flip-shift>
                                How validation and test images are seen. Default: the
                                recipe's, or none. (values: none, flip, flip-shift)
              flip: as they are and mirrored; flip-shift: moved by a pixel along a
              diagonal as well, both ways. The logits are the means of all.
        --evaluation <all|rank0>
                                Which ranks score the validation and test images; the
                                numbers are the same. (values: all, rank0; default:
                                all)

      RESULT: LOSS AND OPTIMISER:
        --loss <name>           The loss, by Keras' name; both are the same numbers.
                                (values: sparse_categorical_crossentropy,
                                categorical_crossentropy)
        --label-smoothing <share>
                                The share of a label that is spread over all classes,
                                in the loss of training and evaluation. Default: 0.
        --optimizer <adam|adamw|sgd|rmsprop>
                                The optimiser; another one than the recipe's begins
                                with Keras' defaults. Default: adam. (values: adam,
                                adamw, sgd, rmsprop)
              adamw is Adam with a weight decay of 0.004 where no other is given.
        --learning-rate <rate>  Learning rate; 0 changes no weight. Default: the
                                recipe's, or 0.001; of sgd 0.01.
        --lr-scaling <none|sqrt|linear>
                                How the learning rate follows the batch size from the
                                recipe's on. (values: none, sqrt, linear; default:
                                none)
              linear: twice the rate for twice the images; sqrt: √2 times.
        --beta-1 <rate>         Decay of Adam's first moment. Default: 0.9.
        --beta-2 <rate>         Decay of Adam's second moment. Default: 0.999.
        --epsilon <value>       Added to the root of Adam's second moment, and before
                                the root in rmsprop. Default: 1e-07.
        --momentum <share>      Momentum of sgd and rmsprop. Default: 0.
        --rho <share>           What the averages of rmsprop keep of themselves in a
                                step. Default: 0.9.
        --centered/--no-centered
                                Divide by the deviation of the gradient in rmsprop,
                                not by its size. Default: no.
        --nesterov/--no-nesterov
                                Nesterov's momentum. Default: no.
        --weight-decay <share>  What a step takes away of each weight, times the
                                learning rate. Default: 0; of adamw 0.004.
        --exclude-from-weight-decay <none|names>
                                Tensors whose weights do not decay, for example
                                bias,gamma,beta. Default: the recipe's, or none.
        --clip-norm <norm>      The largest norm of the whole gradient (Keras'
                                global_clipnorm). Default: any.
        --weight-average <none|ema>
                                Which weights are evaluated and saved. Default: none,
                                those of the last step. (values: none, ema)
              ema: a running average over the steps (Keras' use_ema).
        --ema-momentum <share>  What the average keeps of itself in a step. Default:
                                0.99.

      RESULT: LEARNING RATE:
        --schedule <constant|cosine|step|one-cycle>
                                How the learning rate changes. Default: the recipe's,
                                or constant. (values: constant, cosine, step,
                                one-cycle)
              cosine: down along half a wave; step: times a factor every so many
              epochs; one-cycle: up along half a wave, and down along another.
        --warmup-epochs <epochs>
                                Epochs over which the learning rate rises at first,
                                in a straight line; parts of one too. Default: 0.
        --schedule-final-factor <factor>
                                What cosine and one-cycle end with, in units of the
                                learning rate. Default: 0.
        --schedule-initial-factor <factor>
                                What one-cycle begins with, in units of the learning
                                rate. Default: 0.04.
        --schedule-peak <share> When one-cycle has the whole rate, as a share of the
                                run. Default: 0.3.
        --schedule-step-epochs <epochs>
                                Epochs between the steps of the schedule step.
        --schedule-step-factor <factor>
                                What a step multiplies the learning rate by. Default:
                                0.1.

      RESULT: AUGMENTATION:
        --augment/--no-augment  Whether the recipe's changes to images are made; the
                                options below add others. (default: --augment)
        --flip <none|random|alternating>
                                Which images are mirrored left to right. Default: the
                                recipe's, or none. (values: none, random, alternating)
              random: one half, drawn in every epoch; alternating: one half, and then
              the other.
        --shift <pixels>        The most pixels by which an image moves up, down and
                                sideways; what comes in is zero.
              Default: the recipe's, or 0.
        --erase-probability <share>
                                The share of images of which a rectangle is erased.
                                Default: the recipe's, or 0.
        --erase-area <min,max>  The least and largest share of an image that is
                                erased. Default: 0.02,0.4.
        --erase-aspect <min,max>
                                The least and largest ratio of height to width that
                                is erased. Default: 0.3,3.33.
        --erase-fill <zero|random>
                                What erased pixels become. Default: random. (values:
                                zero, random)

      RESULT: BEST EPOCH AND EARLY STOPPING:
        --monitor <val_loss|val_accuracy|loss|accuracy>
                                What tells the best epoch, whose weights are kept in
                                checkpoints/best.safetensors. (values: val_loss,
                                val_accuracy, loss, accuracy)
              Default: the recipe's; or val_loss, and without validation loss.
        --min-delta <value>     By how much a better epoch must be better. Default: 0.
        --early-stopping-patience <epochs>
                                End the run when so many epochs have brought no
                                better one. Default: never.
        --restore-best-weights/--no-restore-best-weights
                                End with the weights of the best epoch, not of the
                                last. Default: no.

      SEVERAL RUNS:
        --repeat <n>            Train so many times, each with the next seed, and
                                print means and deviations.
        --folds <k>             Train so many times, each time validating with
                                another part of the training images (k-fold
                                cross-validation).
        --shuffle-folds         Draw the images of the folds; otherwise each is a
                                range of the file (scikit-learn's KFold with shuffle).

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
              shared: through memory that the ranks of a host share; auto: so where
              it is possible.

      OUTPUT:
        --output-dir <folder>   New folder for all files of the run.
              Default: runs/<time>-<model>.
        --profile               Print at the end what each rank's time went to.
        --report/--no-report    Make report.html at the end, a page about the run
                                with curves and mistakes. (default: --report)
        --target-accuracy <share>
                                End with exit code 2 if the test accuracy is less; of
                                several runs their mean, of folds that of validation.
        --progress <auto|bar|plain|none>
                                How far the run is, on standard error. (values: auto,
                                bar, plain, none; default: auto)
              bar: a line drawn in place, where there is a terminal to draw it on;
              plain: a line for each epoch, and in a long one a line every 30
              seconds; none: neither. auto: a bar on a terminal, and plain elsewhere.
        --verbose <auto|0|1|2>  The same by Keras' numbers: 0 is --progress none,
                                without the plan too; 1 is bar; 2 is plain. (values:
                                auto, 0, 1, 2; default: auto)
              auto: as --progress says. A number and a --progress that says otherwise
              are refused.
        --color <auto|always|never>
                                Colours of pictures and bars on a terminal. (values:
                                auto, always, never; default: auto)
              auto: on a terminal, unless NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE or
              TERM=dumb in the environment say otherwise.

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      """)
}
