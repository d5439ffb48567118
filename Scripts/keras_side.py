"""What the scripts that run Keras share: its backend, the presets as Keras models, and the training images."""

import gzip
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # noqa: E402 (the backend is chosen by the environment)
import numpy as np  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = pathlib.Path(os.environ.get("LOCKSTEP_DATA", "/usr/share/datasets/fashion-mnist"))


def build_model(preset):
    """The preset as a Keras model, with weights in Keras' current floating-point type."""
    return keras.models.model_from_json((ROOT / f"Sources/Network/Presets/{preset}.json").read_text())


def read_training_set(folder, dtype, count=None):
    """The first `count` training images as [n, 28, 28, 1] from 0 to 1, and their labels."""
    images = _read_idx(folder / "train-images-idx3-ubyte.gz", header=16).reshape(-1, 28, 28, 1)[:count]
    labels = _read_idx(folder / "train-labels-idx1-ubyte.gz", header=8)[:count]
    return images.astype(dtype) / np.array(255, dtype), labels.astype(np.int64)


def _read_idx(path, header):
    with gzip.open(path) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)
