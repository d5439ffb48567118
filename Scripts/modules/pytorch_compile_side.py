"""PyTorch's side of Scripts/compare with torch.compile, in single precision, on all CPUs."""

import os
import shutil

import torch

from . import apart, pytorch_loop


class Side(pytorch_loop.Loop):
    """The model is compiled for each shape of batches.

    Loss and Adam are not: a step compiled as a whole, with and without Adam, is slower (lab-001, one core of a Zen 5).
    """

    def __init__(self, options):
        if not any(map(shutil.which, [os.environ.get("CXX", "g++"), "g++", "clang++"])):
            raise apart.NotMeasured("torch.compile needs a C++ compiler: g++, clang++, or what CXX names")
        super().__init__(options, "torch.compile", options.cpus)
        try:
            self.warm_up()
        except torch._dynamo.exc.BackendCompilerFailed as error:
            raise apart.NotMeasured(f"torch.compile failed: {str(error).splitlines()[0]}") from error

    def prepared(self, model):
        return torch.compile(model, dynamic=False)
