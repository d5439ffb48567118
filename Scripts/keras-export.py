#!/usr/bin/env python3
"""Makes a Keras model of what Lockstep trained.

    Scripts/keras-export.py runs/20261125-lab-003/model.safetensors bag.keras
    Scripts/keras-export.py runs/20261125-lab-003/model.safetensors bag.weights.h5

A model file or a checkpoint of a run knows its architecture; for a file with weights alone, --model names its JSON.
The ending of the output tells what is written: .keras the whole model, .weights.h5 the weights.

On first use it makes a virtual environment, .venv-compare, with TensorFlow; inside of another one it takes what is
there.
"""

import argparse
import pathlib
import sys

from modules import own_environment

ENDINGS = (".keras", ".weights.h5")


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=pathlib.Path, help="model.safetensors, or a checkpoint")
    parser.add_argument("output", type=pathlib.Path, help="the new file, with the ending .keras or .weights.h5")
    parser.add_argument("--model", type=pathlib.Path, help="the architecture's JSON, where the file has only weights")
    options = parser.parse_args()
    if not options.output.name.endswith(ENDINGS):
        parser.error(f"{options.output}: expected a name that ends with {' or '.join(ENDINGS)}")
    for path in filter(None, [options.source, options.model]):
        if not path.is_file():
            parser.exit(66, f"{path}: found no such file\n")
    return options


def read(path):
    """The tensors and the architecture of a safetensors file; the latter is None where it has none."""
    from safetensors import SafetensorError, safe_open

    from modules import keras_models

    try:
        with safe_open(path, framework="numpy") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}
            return tensors, (file.metadata() or {}).get("architecture")
    except (SafetensorError, OSError) as error:
        keras_models.fail(f"{path}: found no safetensors file: {error}")


def main():
    options = parse()
    own_environment.enter("tensorflow-cpu", "safetensors")
    from modules import keras_models

    tensors, architecture = read(options.source)
    if architecture is None and options.model is None:
        keras_models.fail(f"{options.source}: found weights without an architecture; name its JSON with --model")
    text = architecture if options.model is None else options.model.read_bytes()
    model = keras_models.from_json(text, options.model or options.source)
    keras_models.assign(model, tensors, options.source)
    ending = next(ending for ending in ENDINGS if options.output.name.endswith(ending))
    # Keras goes by the ending too, so it stays when the file has its name only once it is complete.
    part = options.output.with_name(f".{options.output.name}.part{ending}")
    try:
        (model.save if ending == ".keras" else model.save_weights)(part)
        part.replace(options.output)
    except OSError as error:
        part.unlink(missing_ok=True)
        print(f"{options.output}: cannot write: {error.strerror or error}", file=sys.stderr)
        sys.exit(73)
    print(f"{options.output}: {model.name}, {len(model.layers)} layers, {model.count_params():,} parameters")


if __name__ == "__main__":
    main()
