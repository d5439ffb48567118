extension HelpText {
  static let train = HelpText(
    command: ["train"],
    text: """
      OVERVIEW: Train a model, and write its weights, metrics and checkpoints to a
      run folder.

      A preset brings its recipe, and options change it:

        lab-001        5 epochs, batch size 64, validates with the last 20 %
        lab-003        10 epochs, batch size 32, validates with the test set
        lab-004        20 epochs, batch size 128, validates with the test set
        lab-004-leaky  20 epochs, batch size 64, validates with the last 20 %
        best           16 epochs, batch size 256, no validation, for accuracy:
                       SGD, one cycle, smooth labels, mirrored images
        best-long      64 epochs, a larger network, more augmentation

      The data and the options under RESULT decide the trained weights. The number of
      ranks changes them only with --reduction mpi; threads never do.

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
        --shards <n>            Parts into which the data and each batch are cut.
                                Changes the weights, unlike ranks and threads.
              Must divide the batch size. There can be no more ranks than shards.
              Default: the largest power of two that divides the batch size and
              leaves 4 images per shard and batch (32: 8; 64: 16; 128: 32); best and
              best-long: 64 images (256: 4).
        --shuffle/--no-shuffle  Draw a new order of the images in every epoch.
                                (default: --shuffle)
        --reduction <tree|mpi>  How gradients are summed: along a fixed tree (same
                                bits for any number of ranks), or by MPI_Allreduce.
                                (values: tree, mpi; default: tree)
        --convolution <direct|winograd|auto>
                                How convolutions are computed; results differ by
                                rounding. (values: direct, winograd, auto; default:
                                auto)
              winograd: Winograd's minimal filtering where it fits; auto: the fastest
              for each layer.
        --initial-weights <file>
                                Start from the weights of a safetensors file instead
                                of random ones.
        --pixel-range <0-1|0-255|-1-1|standardized>
                                The range that pixels are scaled to. Default: what
                                the model's first layer expects, or 0-1.
              A model that begins with a Rescaling of about 1/255 or 1/127.5 expects
              0-255. standardized: mean 0 and standard deviation 1 over the images
              trained on. evaluate and predict find the range in the model's file.
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
                                Validate with the training images listed in a file,
                                and do not train on them.
              A text file of their numbers, which start at 0, one per line or
              separated by commas.
        --test-augmentation <none|flip|flip-shift>
                                Which views of each validation and test image are
                                averaged. Default: the recipe's, or none. (values:
                                none, flip, flip-shift)
              flip: the image and its mirror image; flip-shift: both of these also
              moved by a pixel down to the right, and up to the left. The logits of
              all views are averaged.
        --evaluation <all|rank0>
                                Which ranks score the validation and test images; the
                                numbers are the same either way. (values: all, rank0;
                                default: all)

      RESULT: LOSS AND OPTIMISER:
        --loss <name>           The loss, by Keras' name; both give the same numbers,
                                since labels are class numbers. (values:
                                sparse_categorical_crossentropy,
                                categorical_crossentropy)
        --label-smoothing <share>
                                Share of each label that is spread over all classes,
                                in the loss of training and evaluation. Default: the
                                recipe's, or 0.
        --optimizer <adam|adamw|sgd|rmsprop>
                                The optimiser; one that is not the recipe's starts
                                from Keras' defaults. Default: the recipe's, or adam.
                                (values: adam, adamw, sgd, rmsprop)
              adamw is Adam with a weight decay, 0.004 where no other is given.
        --learning-rate <rate>  Learning rate; 0 changes no weight. Default: the
                                recipe's, or 0.001 (sgd: 0.01).
        --lr-scaling <none|sqrt|linear>
                                How the learning rate follows a batch size other than
                                the recipe's. (values: none, sqrt, linear; default:
                                none)
              For twice the images: linear takes twice the rate, sqrt √2 times the
              rate.
        --beta-1 <rate>         Decay of Adam's first moment. Default: 0.9.
        --beta-2 <rate>         Decay of Adam's second moment. Default: 0.999.
        --epsilon <value>       Added to the square root of Adam's second moment; in
                                rmsprop added before the root. Default: 1e-07.
        --momentum <share>      Momentum of sgd and rmsprop. Default: the recipe's,
                                or 0.
        --rho <share>           Decay of the running averages of rmsprop. Default:
                                0.9.
        --centered/--no-centered
                                In rmsprop, divide by the gradient's standard
                                deviation, not its root mean square. Default: no.
        --nesterov/--no-nesterov
                                Nesterov's momentum. Default: the recipe's, or no.
        --weight-decay <share>  Share of each weight that a step subtracts, times the
                                learning rate. Default: the recipe's, or 0 (adamw:
                                0.004).
        --exclude-from-weight-decay <none|names>
                                Tensors whose weights do not decay, for example
                                bias,gamma,beta. Default: the recipe's, or none.
        --clip-norm <norm>      Scale larger gradients down to this norm, of all
                                tensors together (Keras' global_clipnorm). Default:
                                no limit.
        --weight-average <none|ema>
                                Which weights are evaluated and saved. Default: none,
                                those of the last step. (values: none, ema)
              ema: a running average over the steps (Keras' use_ema).
        --ema-momentum <share>  Decay of the running average. Default: 0.99.

      RESULT: LEARNING RATE:
        --schedule <constant|cosine|step|one-cycle>
                                How the learning rate changes. Default: the recipe's,
                                or constant. (values: constant, cosine, step,
                                one-cycle)
              cosine: falls along half a cosine; step: is multiplied by a factor
              every few epochs; one-cycle: rises along half a cosine, then falls
              along another.
        --warmup-epochs <epochs>
                                Epochs at the start in which the learning rate rises
                                linearly; fractions are allowed. Default: 0.
        --schedule-final-factor <factor>
                                Learning rate at the end of cosine and one-cycle, as
                                a multiple of --learning-rate. Default: 0.
        --schedule-initial-factor <factor>
                                Learning rate at the start of one-cycle, as a
                                multiple of --learning-rate. Default: the recipe's,
                                or 0.04.
        --schedule-peak <share> When one-cycle reaches --learning-rate, as a share of
                                the run. Default: the recipe's, or 0.3.
        --schedule-step-epochs <epochs>
                                Epochs between two steps of --schedule step.
        --schedule-step-factor <factor>
                                Factor by which each of these steps multiplies the
                                learning rate. Default: 0.1.

      RESULT: AUGMENTATION:
        --augment/--no-augment  Augment training images as the recipe does; the
                                options below add to it, or change it. (default:
                                --augment)
        --flip <none|random|alternating>
                                Which images are mirrored left to right. Default: the
                                recipe's, or none. (values: none, random, alternating)
              random: one half, drawn anew in every epoch; alternating: one half in
              one epoch, the other half in the next.
        --shift <pixels>        Largest shift of an image, in pixels, up, down and
                                sideways; pixels that come in are zero.
              Default: the recipe's, or 0.
        --erase-probability <share>
                                Share of images in which a rectangle is erased.
                                Default: the recipe's, or 0.
        --erase-area <min,max>  Smallest and largest share of an image that is
                                erased. Default: 0.02,0.4.
        --erase-aspect <min,max>
                                Smallest and largest ratio of the rectangle's height
                                to its width. Default: 0.3,3.33.
        --erase-fill <zero|random>
                                What erased pixels become. Default: random. (values:
                                zero, random)

      RESULT: BEST EPOCH AND EARLY STOPPING:
        --monitor <val_loss|val_accuracy|loss|accuracy>
                                Figure that tells the best epoch, whose weights are
                                kept in checkpoints/best.safetensors. (values:
                                val_loss, val_accuracy, loss, accuracy)
              Default: the recipe's, or val_loss; loss where there is no validation.
        --min-delta <value>     Smallest improvement that counts as a better epoch.
                                Default: 0.
        --early-stopping-patience <epochs>
                                End the run after this many epochs without a better
                                one. Default: never.
        --restore-best-weights/--no-restore-best-weights
                                End with the weights of the best epoch, not of the
                                last. Default: no.

      SEVERAL RUNS:
        --repeat <n>            Train this many times, each with the next seed, and
                                print means and standard deviations.
        --folds <k>             Train this many times, each time validating with
                                another part of the training images (k-fold
                                cross-validation).
        --shuffle-folds         Draw the images of each fold (scikit-learn's KFold
                                with shuffle); otherwise a fold is a range of the
                                file.

      GOING ON:
        --resume <run|auto>     Go on with a run that was stopped, with the same bits
                                as if it had not been: its folder, or one of its
                                checkpoints.
              Model and options are the run's. Ranks, threads and the options under
              WHERE AND HOW FAST and OUTPUT may be others; any other difference is
              refused. The folder of train --repeat or --folds goes on with all of
              its runs. auto, for job scripts: goes on with the run in --output-dir
              if it has a checkpoint, else begins it.
        --fork                  Begin a new run with the weights of the one that
                                --resume names, and its options but for those given
                                here.

      WHERE AND HOW FAST:
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

      CHECKS WHILE TRAINING:
        --check-weights-every <100steps|none>
                                How often all copies of the weights, one a thread,
                                are compared, and seen to be finite numbers.
                                (default: 100steps)
              A difference names rank, tensor and element, keeps both versions in the
              run folder and ends the run with exit code 70; so does a number that is
              not finite, with step and layer where it began. Compared before each
              checkpoint, too; none: never.
        --audit-every <100steps|none>
                                How often one part of a batch is computed again by
                                another rank or thread, and compared bit for bit.
                                (default: 500steps)
              The part is drawn. A difference ends the run likewise. It costs at most
              one step's time.

      OUTPUT:
        --output-dir <folder>   New folder for all files of the run.
              Default: runs/<time>-<model>.
        --profile               Print at the end where each rank's time went.
        --report/--no-report    Write report.html at the end, a page about the run
                                with curves and mistakes. (default: --report)
        --target-accuracy <share>
                                End with exit code 2 if the test accuracy is less;
                                with --repeat the mean, with --folds the mean in
                                validation.
        --checkpoint-every <1epoch,500steps,60s>
                                When to save a checkpoint: after so many epochs,
                                steps or seconds, whichever comes first; none: at the
                                end alone. (default: 1epoch,60s)
        --keep <n>              How many checkpoints stay, besides that of the best
                                epoch. (default: 3)
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

      WHEN SOMETHING HANGS:
        --stall-check-warning-time-seconds <seconds>
                                Name the ranks that are late when none has got on for
                                so long, and again after each doubling; 0 for never.
                                (default: 60)
              A phase counts as getting on when it ends; an evaluation image by image.
        --stall-check-shutdown-time-seconds <seconds>
                                End all ranks with exit code 70 when none has got on
                                for so long, also at the start; 0 for never.
                                (default: 0)

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      """)
}
