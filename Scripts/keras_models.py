"""Keras models from any file, with weights under Lockstep's names: what the scripts that exchange models share."""

import json
import os
import pathlib
import sys
import tempfile
import warnings
import zipfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["KERAS_BACKEND"] = "tensorflow"

import h5py  # noqa: E402 (the backend is chosen by the environment)
import keras  # noqa: E402
import numpy as np  # noqa: E402


def fail(message):
    """Ends the script as bad data ends Lockstep."""
    print(message, file=sys.stderr)
    sys.exit(65)


def from_json(text, source):
    """The Sequential model of a `to_json()`, of Keras 2 as well; `source` is what errors name."""
    try:
        description = json.loads(text)
        if description.get("class_name") != "Sequential":
            fail(f"{source}: found a {description.get('class_name')} model, expected a Sequential one")
        # Keras 2 names no module, and writes the axis of a batch normalisation as a list.
        description = _with_single_axes({"module": "keras", **description})
        if isinstance(description["config"], list):
            description["config"] = {"layers": description["config"]}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # alpha, as Keras 2 has it, is deprecated
            model = keras.models.model_from_json(json.dumps(description))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        fail(f"{source}: Keras {keras.__version__} cannot make a model of it: {_first_line(error)}")
    if not model.built:
        fail(f"{source}: the model has no input shape, and so no weights; expected an Input or InputLayer first")
    return model


def read(path, architecture=None):
    """The JSON and the tensors of a .keras or .h5 file, or of weights alone and the file `architecture`."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
                return _loaded(archive.read("config.json").decode(), archive.extract("model.weights.h5", folder), path)
        with h5py.File(path) as file:
            text = file.attrs.get("model_config") or (architecture and architecture.read_text())
            if text is None:
                fail(f"{path}: found weights without an architecture; name its JSON with --model")
            weights = file.get("model_weights", file)
            if "layer_names" in weights.attrs:
                return text, _legacy_tensors(weights)
        return _loaded(text, path, architecture)
    except (OSError, KeyError, ValueError) as error:
        fail(f"{path}: found no weights that Keras {keras.__version__} can read: {_first_line(error)}")


def _loaded(text, weights, source):
    model = from_json(text, source)
    model.load_weights(weights)
    return model.to_json(), tensors(model)


def _legacy_tensors(group):
    """The tensors of an .h5 file of Keras 2, which says their names; so Keras need not understand the model."""
    return {
        f"{_text(layer)}.{_text(weight).split('/')[-1].split(':')[0]}": _single(group[_text(layer)][_text(weight)][()])
        for layer in group.attrs["layer_names"]
        for weight in group[_text(layer)].attrs["weight_names"]
    }


# What begins the names of an optimiser's tensors in a checkpoint.
SLOTS = ("adam.", "sgd.", "rmsprop.", "ema.")


def tensors(model):
    """All weights in single precision, in model order, as `<layer>.<kernel|bias|gamma|...>`."""
    return {
        f"{layer.name}.{variable.name}": _single(variable.numpy()) for layer in model.layers for variable in layer.weights
    }


def assign(model, values, source):
    """Puts the tensors of a Lockstep file into the model; each must be there, and no other but an optimiser's.

    Of a checkpoint with averages of the weights it takes these, as the run's result does.
    """
    averages = {name.removeprefix("ema."): value for name, value in values.items() if name.startswith("ema.")}
    values = {name: value for name, value in values.items() if not name.startswith(SLOTS)} | averages
    for layer in model.layers:
        for variable in layer.weights:
            name = f"{layer.name}.{variable.name}"
            found = values.pop(name, None)
            if found is None or found.shape != tuple(variable.shape):
                shape = "nothing" if found is None else f"shape {list(found.shape)}"
                fail(f"{source}: tensor {name}: found {shape}, expected shape {list(variable.shape)}")
            variable.assign(found)
    if values:
        fail(f"{source}: tensor {min(values)}: found in the file, but not in the model")


def write(path, contents):
    """Writes a file, complete or not at all."""
    part = pathlib.Path(f"{path}.part")
    part.write_bytes(contents)
    part.replace(path)


def _with_single_axes(value):
    if isinstance(value, list):
        return [_with_single_axes(element) for element in value]
    if not isinstance(value, dict):
        return value
    axis = value.get("axis")
    single = {"axis": axis[0]} if isinstance(axis, list) and len(axis) == 1 else {}
    return {key: _with_single_axes(element) for key, element in (value | single).items()}


def _single(values):
    return np.ascontiguousarray(values, np.float32)


def _text(name):
    return name.decode() if isinstance(name, bytes) else name


def _first_line(error):
    return (str(error).strip() or type(error).__name__).splitlines()[0]
