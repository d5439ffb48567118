#!/usr/bin/env python3
"""Makes the golden values of Tests/TrainingTests/Golden with Keras, in double precision.

    Scripts/keras-golden.py

On first use it makes a virtual environment, .venv-compare, with TensorFlow; inside of another one it takes what is
there.

lab-001-five-adam-steps.json holds losses, gradients and weights of five Adam steps: see modules/golden_steps.py.
recipes.json is about optimisers, schedules, clipping, smoothed labels and penalties: see modules/golden_recipes.py.
"""

import argparse
import pathlib

from modules import own_environment, paths

GOLDEN = paths.ROOT / "Tests/TrainingTests/Golden"


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=paths.DATA, help="its .gz files (default: %(default)s)")
    parser.add_argument("--output", type=pathlib.Path, default=GOLDEN, help="folder (default: %(default)s)")
    return parser.parse_args()


def main():
    options = parse()
    own_environment.enter("tensorflow-cpu")
    from modules import golden_recipes, golden_steps, golden_values

    golden_values.check_philox()
    golden_steps.write(options.data, options.output)
    golden_recipes.write(options.data, options.output / "recipes.json")


if __name__ == "__main__":
    main()
