"""PyTorch's side of Scripts/compare in bfloat16 where autocast thinks it safe: half the bits of all other sides."""

import torch

from . import apart, pytorch_loop


class Side(pytorch_loop.Loop):
    """Eager: compiled, the same step is slower (lab-001 and best, one core of a Zen 5)."""

    def __init__(self, options):
        if not torch.ops.mkldnn._is_mkldnn_bf16_supported():
            raise apart.NotMeasured("PyTorch has no fast bfloat16 on this processor")
        super().__init__(options, "eager, bfloat16 by autocast", options.cpus)
        self.warm_up()

    def precision(self):
        return torch.autocast("cpu", dtype=torch.bfloat16)
