"""PyTorch's side of Scripts/compare in bfloat16 where autocast thinks it safe: half the bits of all other sides."""

import torch
import torch._inductor.config

from . import apart, pytorch_compile_side, pytorch_loop


class Side(pytorch_loop.Loop):
    """Trains eager, evaluates compiled with frozen weights: what is faster (lab-001 and best, one core of a Zen 5)."""

    def __init__(self, options):
        if not (torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()):
            raise apart.NotMeasured("this processor or PyTorch has no bfloat16")
        self.is_compiled = options.evaluate and pytorch_compile_side.has_compiler()
        setting = "torch.compile with frozen weights" if self.is_compiled else "eager"
        super().__init__(options, f"{setting}, bfloat16 by autocast", options.cpus)
        self.warm_up()

    def prepared(self, model):
        torch._inductor.config.freezing = self.is_compiled
        return torch.compile(model, dynamic=False) if self.is_compiled else model

    def precision(self):
        return torch.autocast("cpu", dtype=torch.bfloat16)
