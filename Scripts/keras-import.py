#!/usr/bin/env python3
"""Makes of a Keras model the two files that Lockstep reads: the architecture, and the weights.

    Scripts/keras-import.py bag.keras bag
    lockstep evaluate --model bag.json --model-file bag.safetensors
    lockstep train --model bag.json --initial-weights bag.safetensors

Reads .keras and .h5 files of Keras 2 and Keras 3, and files with weights alone (.weights.h5) together with the
architecture, what `model.to_json()` returns: --model bag.json. Sequential models, models in these, and functional ones
whose layers follow each other one by one; what else Lockstep supports, it says itself when it reads the files. Every
tensor is compared with the architecture, its name, place and shape.

It needs no Keras. On first use it makes a virtual environment, .venv-compare, with h5py; inside of another one it takes
what is there.
"""

import argparse
import pathlib
import sys

from modules import own_environment


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=pathlib.Path, help="the file of Keras")
    parser.add_argument("output", help="the new files' name without .json and .safetensors")
    parser.add_argument("--model", type=pathlib.Path, help="the architecture's JSON, where the file has only weights")
    options = parser.parse_args()
    for path in filter(None, [options.source, options.model]):
        if not path.is_file():
            parser.exit(66, f"{path}: found no such file\n")
    return options


def main():
    options = parse()
    own_environment.enter("h5py", "safetensors")
    from modules import keras_files
    from safetensors import numpy as safetensors

    text, tensors, remarks = keras_files.read(options.source, options.model)
    architecture, weights = f"{options.output}.json", f"{options.output}.safetensors"
    for remark in remarks:
        print(f"{options.source}: {remark}", file=sys.stderr)
    try:
        keras_files.write(architecture, text.encode())
        keras_files.write(weights, safetensors.save(tensors))
    except OSError as error:
        print(f"{options.output}: cannot write: {error.strerror}", file=sys.stderr)
        sys.exit(73)
    print(f"{architecture}\n{weights}: {keras_files.summary(text, tensors)}")


if __name__ == "__main__":
    main()
