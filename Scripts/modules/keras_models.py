"""Keras models of JSON, with weights under Lockstep's names: what the scripts that run Keras share."""

import json
import os
import warnings

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # noqa: E402 (the backend is chosen by the environment)
import numpy as np  # noqa: E402

from .keras_files import first_line  # noqa: E402
from .keras_layers import Model, fail  # noqa: E402


def from_json(text, source):
    """The model of a `to_json()` of any Keras, as one Sequential model of its layers under Lockstep's names."""
    try:
        # Keras 2 writes the axis of a batch normalisation as a list.
        description = _with_single_axes(json.loads(Model(text, source).json()))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # alpha, as Keras 2 has it, is deprecated
            model = keras.models.model_from_json(json.dumps(description))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        fail(f"{source}: Keras {keras.__version__} cannot make a model of it: {first_line(error)}")
    if not model.built:
        fail(f"{source}: the model has no input shape, and so no weights; expected an Input or InputLayer first")
    return model


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
