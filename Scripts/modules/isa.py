"""Holds all sides of Scripts/compare to one instruction set, by the variable that each library has for it.

What no variable holds: what was compiled into a library. TensorFlow 2.21 says of itself that its own code, Eigen with
it, was compiled without AVX2; so it has less than it might. JAX' convolutions are Eigen's, too: the flag reaches the
code that XLA writes, not these, and changes no speed (JAX 0.10, lab-001). MKL chooses for itself on processors of
others than Intel. PyTorch's bfloat16 needs AVX-512, and is left out.
"""

import os

VARIABLES = {
    "avx2": {
        "LOCKSTEP_KERNELS": "avx2",
        "ONEDNN_MAX_CPU_ISA": "AVX2",  # PyTorch's and TensorFlow's convolutions
        "ATEN_CPU_CAPABILITY": "avx2",  # PyTorch's own kernels, and the vectors that torch.compile writes
        "TORCHINDUCTOR_CPP_MARCH": "haswell",  # what the compiler makes of them
        "MKL_ENABLE_INSTRUCTIONS": "AVX2",  # PyTorch's matrix products; on Intel's processors only
        "XLA_FLAGS": "--xla_cpu_max_isa=AVX2",  # JAX, and what Keras compiles
    }
}


def hold(isa):
    """For processes that are started from now on."""
    flags = os.environ.get("XLA_FLAGS", "")
    os.environ.update(VARIABLES[isa])
    os.environ["XLA_FLAGS"] = f"{flags} {VARIABLES[isa]['XLA_FLAGS']}".strip()
