/// What `predict --help` must print.
extension HelpText {
  static let predict = HelpText(
    command: ["predict"],
    text: """
      OVERVIEW: Classify pictures, or all test images of a data set, with a trained
      model.

      A picture may be any PNG file of any size: grey, coloured, with a palette or
      transparent. The whole picture is resized to the model's input, made light on
      black, and shown as the network sees it.

      With --probabilities, predicts the test images of a data set instead. Under
      mpirun all ranks take part; the numbers do not depend on how many.

      USAGE: lockstep predict --model-file <file> <picture.png> … [<options>]
             lockstep predict --model-file <file> --probabilities <file> [<options>]

      ARGUMENTS:
        <picture>               PNG files.

      PICTURES:
        --channel <luminance|red|green|blue>
                                What is taken from a coloured pixel. Default:
                                luminance. (values: luminance, red, green, blue)
              One of the lab manuals takes green.
        --resize <nearest|area> How a picture is resized: by picking pixels, as Keras
                                does, or by averaging. Default: nearest. (values:
                                nearest, area)
        --invert <auto|yes|no>  Exchange black and white: garments of Fashion-MNIST
                                are light on black, photographs often dark on white.
                                (values: auto, yes, no)
              auto: exchange where the border of the picture is light. Default: auto.
        --background <auto|white|black|ignore>
                                Background of transparent pixels. (values: auto,
                                white, black, ignore)
              auto: white or black, whichever differs more from the rest; ignore:
              transparency is ignored, as in Keras. Default: auto.

      OUTPUT:
        --class-names <name,…>  Names of the classes, separated by commas.
              Default: those of Fashion-MNIST where the data are Fashion-MNIST, else
              their numbers.
        --top-k <n>             Number of most probable classes to list. Default: 3.
        --png <file>            Write what the network saw, enlarged and side by
                                side, to this PNG file.
              Replaces the file, and says so.
        --json                  Print the predictions as JSON: all probabilities, and
                                the pixels that the network saw.
        --color <auto|always|never>
                                Colours of pictures and bars on a terminal. (values:
                                auto, always, never; default: auto)
              auto: on a terminal, unless NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE or
              TERM=dumb in the environment say otherwise.

      DATA SETS:
        --probabilities <file>  Write the probabilities of all test images to this
                                file, .npy or .csv.
              Softmax is applied where a model ends with logits.
        --limit-test-images <n> Use only the first n test images.
        --data <folder>         Folder with the four IDX files, plain or gzip.
              Default: $LOCKSTEP_DATA if it is set, else the first of these that has
              them: /usr/share/datasets/fashion-mnist (Debian package
              dataset-fashion-mnist), ~/.keras/datasets/fashion-mnist, torchvision's
              FashionMNIST/raw.
        --threads <n>           Threads of each rank, at most as many as it has
                                shards.
              Default: the processors that the rank may use, divided among the ranks
              of the host that use them too.

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
        --version               Show the version.
        -h, --help              Show help information.

      """)
}
