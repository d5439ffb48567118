"""Reads Fashion-MNIST for the Python commands, from its four .gz files."""

import gzip

import numpy as np


def read(folder, part, dtype, count=None):
    """The first `count` images of "train" or "t10k" as [n, 28, 28, 1] from 0 to 1, and their labels."""
    images = _read_idx(folder / f"{part}-images-idx3-ubyte.gz", header=16).reshape(-1, 28, 28, 1)[:count]
    labels = _read_idx(folder / f"{part}-labels-idx1-ubyte.gz", header=8)[:count]
    return images.astype(dtype) / np.array(255, dtype), labels.astype(np.int64)


def _read_idx(path, header):
    with gzip.open(path) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)
