"""PyTorch's side of Scripts/compare with torch.compile, in single precision, on all CPUs."""

import os
import shutil
import sys

import torch

from . import apart, pytorch_loop


class Side(pytorch_loop.Loop):
    """The model is compiled for each shape of batches.

    More is not faster (lab-001 and best, one core of a Zen 5): neither the whole step compiled, with and without Adam,
    nor max-autotune, nor, in evaluation, weights frozen into the code.
    """

    def __init__(self, options):
        if not has_compiler():
            raise apart.NotMeasured("torch.compile needs a C++ compiler: g++ (macOS: clang++), or what CXX names")
        super().__init__(options, "torch.compile", options.cpus)
        self.warm_up()

    def prepared(self, model):
        return torch.compile(model, dynamic=False)


def has_compiler():
    """Whether there is the compiler that torch.compile would call."""
    return shutil.which(os.environ.get("CXX", "clang++" if sys.platform == "darwin" else "g++")) is not None
