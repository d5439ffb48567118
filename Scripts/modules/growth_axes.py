"""What Scripts/growth changes: the points of each axis, and their models."""

import dataclasses
import functools
import json

from . import paths


@dataclasses.dataclass(frozen=True)
class Point:
    """One run: what is special about it, in a word, and how it is made."""

    label: str
    ranks: int
    threads: int = 1
    batch: int = 64
    shards: int = 8
    width: float = 1
    size: int = 28

    @property
    def workers(self):
        return self.ranks * self.threads

    @property
    def model(self):
        """Keras' JSON of the model."""
        return json.dumps(_model(self.width, self.size))

    @property
    def multiply_adds(self):
        """For one image: those of the layers' formulas."""
        return _multiply_adds(self.width, self.size)


def _model(width, size):
    """lab-001 with so many times its filters and units, for images of size x size."""
    whole = json.loads((paths.PRESETS / "lab-001.json").read_text())
    layers = [layer["config"] for layer in whole["config"]["layers"]]
    layers[0]["batch_shape"] = [None, size, size, 1]
    for layer in layers[:-1]:
        for key in {"filters", "units"} & layer.keys():
            layer[key] = round(layer[key] * width)
    return whole


@functools.cache
def _multiply_adds(width, size):
    """Forward, and backward for weights and input; the first layer's input has no gradient."""
    total, rows, channels, passes = 0, size, 1, 2
    for layer in _model(width, size)["config"]["layers"]:
        kind, config = layer["class_name"], layer["config"]
        if kind == "Conv2D":
            side = config["kernel_size"][0]
            rows -= side - 1
            total += passes * rows * rows * side * side * channels * config["filters"]
            channels, passes = config["filters"], 3
        elif kind == "MaxPooling2D":
            rows //= config["pool_size"][0]
        elif kind == "Flatten":
            rows, channels = 1, rows * rows * channels
        elif kind == "Dense":
            total += passes * channels * config["units"]
            channels = config["units"]
    return total


def _powers(start, end):
    return [2**power for power in range(start, end + 1)]


def _up_to(cpus):
    """One, two, four and so on, and all CPUs."""
    return sorted({*(count for count in _powers(0, 10) if count < cpus), cpus})


AXES = {
    "batch": lambda cpus: [Point(str(size), min(cpus, 8), batch=size) for size in _powers(3, 11)],
    "width": lambda cpus: [Point(f"x {width:g}", min(cpus, 8), width=width) for width in (0.25, 0.5, 1, 2, 4, 8)],
    "size": lambda cpus: [Point(f"{size} x {size}", min(cpus, 8), size=size) for size in (28, 56, 112, 224)],
    "ranks": lambda cpus: [Point(str(count), count, shards=max(8, count)) for count in _up_to(cpus)],
    "threads": lambda cpus: [Point(str(count), 1, threads=count, shards=max(8, count)) for count in _up_to(cpus)],
    "shards": lambda cpus: [Point(str(count), min(cpus, count), batch=256, shards=count) for count in _powers(1, 6)],
}
