/// What `data --help` and its subcommands must print.
extension HelpText {
  static let data = HelpText(
    command: ["data"],
    text: """
      OVERVIEW: Look at a data set: its numbers, its images, and whether it is
      Fashion-MNIST.

      USAGE: lockstep data <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        info                    Print where a data set lies, its shapes, classes,
                                pixel statistics and digests.
        show                    Show images of a data set, with their classes.
        explore                 Write a page with a data set's classes, images, mean
                                images and pixel levels.
        verify                  Check that the four files of a data set are
                                Fashion-MNIST, as published.

        See 'lockstep help data <subcommand>' for detailed help.
      """)

  static let dataInfo = HelpText(
    command: ["data", "info"],
    text: """
      OVERVIEW: Print where a data set lies, its shapes, classes, pixel statistics
      and digests.

      Shapes are those of the arrays that Keras' fashion_mnist.load_data() returns.
      Means and standard deviations are of pixels divided by 255, as networks get
      them. Digests are of the uncompressed files.

      USAGE: lockstep data info [<options>]

      OPTIONS:
        --data <folder>         Folder with the four IDX files, plain or gzip.
              Default: $LOCKSTEP_DATA if it is set, else the first of these that has
              them: /usr/share/datasets/fashion-mnist (Debian package
              dataset-fashion-mnist), ~/.keras/datasets/fashion-mnist, torchvision's
              FashionMNIST/raw.
        --images <file>         An IDX file of images, plain or gzip, instead of a
                                folder.
              Together with --labels.
        --labels <file>         The IDX file of their labels.
        --class-names <name,…>  Names of the classes, separated by commas.
              Default: those of Fashion-MNIST where the data are Fashion-MNIST, else
              their numbers.
        --json                  Print all of it as JSON.
        --version               Show the version.
        -h, --help              Show help information.

      """)

  static let dataShow = HelpText(
    command: ["data", "show"],
    text: """
      OVERVIEW: Show images of a data set, with their classes.

      Draws the images with characters: half blocks in shades of grey on a terminal,
      five shades without control characters elsewhere. Images larger than 64 pixels
      a side are drawn smaller.

      USAGE: lockstep data show <number> … [--test] [--png <file>] [<options>]

      ARGUMENTS:
        <number>                Numbers of images, from 0.

      OPTIONS:
        --test                  Show test images; otherwise training images.
        --png <file>            Write the images, side by side, to this PNG file
                                instead.
              Replaces the file, and says so.
        --data <folder>         Folder with the four IDX files, plain or gzip.
              Default: $LOCKSTEP_DATA if it is set, else the first of these that has
              them: /usr/share/datasets/fashion-mnist (Debian package
              dataset-fashion-mnist), ~/.keras/datasets/fashion-mnist, torchvision's
              FashionMNIST/raw.
        --images <file>         An IDX file of images, plain or gzip, instead of a
                                folder.
              Together with --labels.
        --labels <file>         The IDX file of their labels.
        --class-names <name,…>  Names of the classes, separated by commas.
              Default: those of Fashion-MNIST where the data are Fashion-MNIST, else
              their numbers.
        --color <auto|always|never>
                                Colours of pictures and bars on a terminal. (values:
                                auto, always, never; default: auto)
              auto: on a terminal, unless NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE or
              TERM=dumb in the environment say otherwise.
        --version               Show the version.
        -h, --help              Show help information.

      """)

  static let dataExplore = HelpText(
    command: ["data", "explore"],
    text: """
      OVERVIEW: Write a page with a data set's classes, images, mean images and pixel
      levels.

      One HTML file that needs nothing else: no network, no script. It has a
      histogram of the classes, the distribution of the pixels, and for every class
      the mean of its images and a sheet of the first ones.

      USAGE: lockstep data explore --output <file.html> [<options>]

      OPTIONS:
        --output <file.html>    Write the page to this file; replaces it, and says so.
        --data <folder>         Folder with the four IDX files, plain or gzip.
              Default: $LOCKSTEP_DATA if it is set, else the first of these that has
              them: /usr/share/datasets/fashion-mnist (Debian package
              dataset-fashion-mnist), ~/.keras/datasets/fashion-mnist, torchvision's
              FashionMNIST/raw.
        --images <file>         An IDX file of images, plain or gzip, instead of a
                                folder.
              Together with --labels.
        --labels <file>         The IDX file of their labels.
        --class-names <name,…>  Names of the classes, separated by commas.
              Default: those of Fashion-MNIST where the data are Fashion-MNIST, else
              their numbers.
        --version               Show the version.
        -h, --help              Show help information.

      """)

  static let dataVerify = HelpText(
    command: ["data", "verify"],
    text: """
      OVERVIEW: Check that the four files of a data set are Fashion-MNIST, as
      published.

      Compares SHA-256 digests of the uncompressed files with those of the published
      ones. Exit codes: 0 all four are published files; 65 one differs or is damaged;
      66 one is absent or cannot be read.

      USAGE: lockstep data verify [--data <folder>] [--json]

      OPTIONS:
        --data <folder>         Folder with the four IDX files, plain or gzip.
              Default: $LOCKSTEP_DATA if it is set, else the first of these that has
              them: /usr/share/datasets/fashion-mnist (Debian package
              dataset-fashion-mnist), ~/.keras/datasets/fashion-mnist, torchvision's
              FashionMNIST/raw.
        --json                  Print the result as JSON.
        --version               Show the version.
        -h, --help              Show help information.

      """)
}
