"""What golden values are made with: weights that Lockstep can make as well, and the form in which they are kept."""

import math
import textwrap

import numpy as np

INITIAL_WEIGHTS_PURPOSE = 1


def philox(counter, key):
    """The four output words of Philox4x32-10 for each row of `counter` (shape [n, 4])."""
    c = [counter[:, i].astype(np.uint64) for i in range(4)]
    k = [np.uint64(word) for word in key]
    mask, half = np.uint64(0xFFFF_FFFF), np.uint64(32)
    for _ in range(10):
        left, right = np.uint64(0xD251_1F53) * c[0], np.uint64(0xCD9E_8D57) * c[2]
        c = [(right >> half) ^ c[1] ^ k[0], right & mask, (left >> half) ^ c[3] ^ k[1], left & mask]
        k = [(k[0] + np.uint64(0x9E37_79B9)) & mask, (k[1] + np.uint64(0xBB67_AE85)) & mask]
    return np.stack(c, axis=1).astype(np.uint32)


def check_philox():
    """The known-answer vectors of Random123."""
    for word, expected in ((0, 0x6627_E8D5), (0xFFFF_FFFF, 0x408F_276D)):
        words = philox(np.full((1, 4), word, np.uint32), (word, word))
        if words[0, 0] != expected:
            raise SystemExit(f"Philox: {words[0, 0]:08x}, expected {expected:08x}")


def initial_kernel(shape, tensor, seed):
    """Glorot-uniform values of tensor number `tensor`, by the formula at the top of keras-golden.py."""
    receptive_field = math.prod(shape[:-2])
    fans = receptive_field * (shape[-2] + shape[-1])
    limit = np.float32(math.sqrt(6.0 / fans))
    count = math.prod(shape)
    counter = np.zeros(((count + 3) // 4, 4), np.uint32)
    counter[:, 0] = np.arange(len(counter))
    counter[:, 3] = tensor << 8 | INITIAL_WEIGHTS_PURPOSE
    words = philox(counter, (seed & 0xFFFF_FFFF, seed >> 32)).reshape(-1)[:count]
    unit = (words >> np.uint32(8)).astype(np.float32) * np.float32(2.0**-24)
    return ((np.float32(2) * unit - np.float32(1)) * limit).reshape(shape)


def initial_weights(variables, seed):
    """Of all variables of a model, in model order: kernels are drawn, the others are what Keras makes them."""
    return [
        initial_kernel(tuple(v.shape), tensor, seed) if v.name == "kernel" else v.numpy()
        for tensor, v in enumerate(variables)
    ]


def stride(shape, whole, samples):
    """The distance of the elements that are kept: 1 for tensors up to `whole`, of larger ones about as many as `samples`."""
    count = math.prod(shape)
    if count <= whole:
        return 1
    candidates = range(math.ceil(count / samples), count)
    return next(step for step in candidates if math.gcd(step, shape[-1]) == 1)


def numbers(values):
    """A JSON array whose numbers read back to the same bits, in lines of at most 116 columns."""
    text = ", ".join(repr(float(value)) for value in values)
    return "[\n" + textwrap.indent(textwrap.fill(text, 110, break_on_hyphens=False), " " * 6) + "\n    ]"


def record(values, step):
    flat = values.astype(np.float64).reshape(-1)
    fields = {
        "largest": repr(float(np.abs(flat).max())),
        "rms": repr(float(np.sqrt(np.mean(flat**2)))),
        "sum": repr(math.fsum(flat)),
    }
    summary = ", ".join(f'"{name}": {value}' for name, value in fields.items())
    return f'{{ {summary},\n      "values": {numbers(flat[::step])} }}'
