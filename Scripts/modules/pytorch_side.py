"""PyTorch's side of Scripts/compare as most people run it: eager, in single precision, on all CPUs."""

from . import pytorch_loop


class Side(pytorch_loop.Loop):
    def __init__(self, options):
        super().__init__(options, "eager", options.cpus)
        self.warm_up()
