/// What `predict --help` must print.
extension HelpText {
  static let predict = HelpText(
    command: ["predict"],
    text: """
      OVERVIEW: Tell what a trained model sees in pictures, or in all images of a
      data set.

      A picture may be any PNG file: grey, coloured, with a palette or transparent,
      of any size. The whole of it becomes as small as what the model has learned
      from, light on black, and is shown that way.

      With --probabilities, predicts the test images of a data set instead; under
      mpirun all ranks take part, and the numbers do not depend on them.

      USAGE: lockstep predict --model-file <file> <picture.png> … [<options>]
             lockstep predict --model-file <file> --probabilities <file> [<options>]

      ARGUMENTS:
        <picture>               PNG files.

      PICTURES:
        --channel <luminance|red|green|blue>
                                What of a pixel counts. Default: luminance. (values:
                                luminance, red, green, blue)
              green is what one of the lab manuals takes.
        --resize <nearest|area> How the size is changed: by picking pixels, as Keras
                                does, or by averaging. Default: nearest. (values:
                                nearest, area)
        --invert <auto|yes|no>  Exchange black and white: garments of Fashion-MNIST
                                are light on black, photographs often dark on white.
                                (values: auto, yes, no)
              auto: where the border of the picture is light. Default: auto.
        --background <auto|white|black|ignore>
                                What is seen through transparent pixels. (values:
                                auto, white, black, ignore)
              auto: white or black, whichever differs more from the rest; ignore:
              opacity does not count, as in Keras. Default: auto.

      OUTPUT:
        --class-names <name,…>  Names of the classes, separated by commas.
              Default: those of Fashion-MNIST where the data are Fashion-MNIST, else
              their numbers.
        --top-k <n>             List so many of the most probable classes. Default: 3.
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
              They are softmax's, also of a model that ends with logits.
        --limit-test-images <n> Use only the first n test images.
        --data <folder>         Folder with the four IDX files, plain or gzip.
              Default: $LOCKSTEP_DATA if it is set, else the first that has them of
              /usr/share/datasets/fashion-mnist (Debian package
              dataset-fashion-mnist), ~/.keras/datasets/fashion-mnist and
              torchvision's FashionMNIST/raw.
        --threads <n>           Threads of each rank; never more than it has shards.
              Default: the processors that the rank may use, shared with the ranks
              beside it.

      OPTIONS:
        --model-file <file>     The model: model.safetensors or a checkpoint of a
                                run, or weights from elsewhere together with --model.
        --model <name|file>     The architecture, where the file holds only weights.
              A preset (lab-001, lab-003, lab-004, lab-004-leaky, best, best-long) or
              a JSON file.
        --test-augmentation <none|flip|flip-shift>
                                How images are seen. Default: as in the run that made
                                the model. (values: none, flip, flip-shift)
              flip: as they are and mirrored; flip-shift: moved by a pixel along a
              diagonal as well, both ways. The logits are the means of all.
        --pixel-range <0-1|0-255|-1-1|standardized>
                                The numbers that pixels are given as. Default: as in
                                the run that made the model.
              Weights from elsewhere get what the model's first layer asks for, 0-255
              for a Rescaling of about 1/255 or 1/127.5, or 0-1. standardized needs
              mean and deviation, where no run has recorded them:
              standardized:0.286,0.353 for pixels divided by 255.
        --version               Show the version.
        -h, --help              Show help information.

      """)
}
