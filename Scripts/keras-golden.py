#!/usr/bin/env python3
"""Makes the golden values of Tests/TrainingTests/Golden with Keras, in double precision.

    python3 -m venv .venv
    .venv/bin/pip install tensorflow-cpu
    .venv/bin/python Scripts/keras-golden.py

Keras takes five Adam steps with its default settings on the first 64 training images of
Fashion-MNIST (pixels / 255), all 64 in every step, from weights that Lockstep can make as well,
as if by `train --seed 2097`:

- A bias is zero. Element e (row-major, Keras' layout) of the kernel that is tensor number t of the
  model (conv2d.kernel 0, conv2d.bias 1, conv2d_1.kernel 2, ...) is, in single precision,
      (2u - 1) * limit,   u = floor(word / 2^8) / 2^24,   limit = sqrt(6 / (fan in + fan out)),
  where word is word e mod 4 of Philox4x32-10 with the counter (floor(e / 4), 0, 0, t * 2^8 + 1)
  and the key (2097, 0). `limit` is computed in double precision and then rounded; 2u - 1 is exact.

The file holds the loss of every step (before its update), and for every tensor the gradient of the
first step and the weights after the fifth. Of a tensor with more than 300 elements only every
`stride`-th element is kept, starting with element 0; the stride has no factor in common with the
number of output channels, so that it meets them all. `largest`, `rms` and `sum` are those of the whole tensor.

Two things would make such a comparison one of luck, and are kept out of it:

- Keras rounds a beta that is a Python float to single precision for its bias correction, even in
  double precision; that changes early steps by 6.7e-6 of their size. Here betas are NumPy doubles.
- Where two inputs of a pooling window are closer than rounding errors, these decide which of them
  gets the gradient, and after five steps weights may differ by 1e-2 of the largest (those of Keras
  in single precision as well). The seed is one whose steps stay clear of that.

Printed are the closest tie, and how far Keras in single precision is from the golden values: its
betas are rounded then, and this shows; a program that rounds them later can come closer.
"""

import argparse
import json
import math
import pathlib
import textwrap

import fashion_mnist
import keras_side  # before Keras: it chooses the backend
import keras
import numpy as np
import tensorflow as tf

MODEL = "lab-001"
SEED = 2097
IMAGES = 64
STEPS = 5
INITIAL_WEIGHTS_PURPOSE = 1
WHOLE = 300  # tensors up to this size are kept whole
SAMPLES = 180  # about as many elements are kept of larger ones


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


def initial_kernel(shape, tensor):
    """Glorot-uniform values of tensor number `tensor`, by the formula at the top of this file."""
    receptive_field = math.prod(shape[:-2])
    fans = receptive_field * (shape[-2] + shape[-1])
    limit = np.float32(math.sqrt(6.0 / fans))
    count = math.prod(shape)
    counter = np.zeros(((count + 3) // 4, 4), np.uint32)
    counter[:, 0] = np.arange(len(counter))
    counter[:, 3] = tensor << 8 | INITIAL_WEIGHTS_PURPOSE
    words = philox(counter, (SEED & 0xFFFF_FFFF, SEED >> 32)).reshape(-1)[:count]
    unit = (words >> np.uint32(8)).astype(np.float32) * np.float32(2.0**-24)
    return ((np.float32(2) * unit - np.float32(1)) * limit).reshape(shape)


def initial_weights(variables):
    return [
        initial_kernel(tuple(v.shape), tensor) if v.name == "kernel" else np.zeros(v.shape, np.float32)
        for tensor, v in enumerate(variables)
    ]


def closest_tie(model, images):
    """The smallest lead of a pooling window's largest input, relative to the layer's largest value."""
    closest, values = math.inf, images
    for layer in model.layers:
        if isinstance(layer, keras.layers.MaxPooling2D):
            n, height, width, channels = values.shape
            whole = values[:, : height // 2 * 2, : width // 2 * 2].numpy()
            windows = whole.reshape(n, height // 2, 2, width // 2, 2, channels).transpose(0, 1, 3, 5, 2, 4)
            ordered = np.sort(windows.reshape(-1, 4))
            leads = (ordered[:, 3] - ordered[:, 2]) / ordered.max()
            closest = min(closest, leads[leads > 1e-12].min())  # equal inputs are no matter of rounding
        values = layer(values)
    return closest


def train(folder, dtype):
    """Losses, gradients of the first step, weights after the last and the closest tie, by Keras in `dtype`."""
    keras.config.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)
    model = keras_side.build_model(MODEL)
    model.set_weights(initial_weights(model.trainable_variables))
    optimizer = keras.optimizers.Adam(beta_1=np.float64(0.9), beta_2=np.float64(0.999))
    loss_function = keras.losses.SparseCategoricalCrossentropy()
    images, labels = fashion_mnist.read(folder, "train", dtype, IMAGES)
    losses, ties, first_gradients = [], [], None
    for _ in range(STEPS):
        ties.append(closest_tie(model, images))
        with tf.GradientTape() as tape:
            loss = loss_function(labels, model(images, training=True))
        gradients = tape.gradient(loss, [v.value for v in model.trainable_variables])
        optimizer.apply(gradients, model.trainable_variables)
        losses.append(float(loss))
        first_gradients = first_gradients or [g.numpy() for g in gradients]
    names = [".".join(v.path.split("/")[-2:]) for v in model.trainable_variables]
    weights = [v.numpy() for v in model.trainable_variables]
    for values in [*first_gradients, *weights]:
        assert values.dtype == dtype, f"Keras computed in {values.dtype}, not in {dtype}"
    return losses, names, first_gradients, weights, min(ties)


def stride(shape):
    count = math.prod(shape)
    if count <= WHOLE:
        return 1
    candidates = range(math.ceil(count / SAMPLES), count)
    return next(step for step in candidates if math.gcd(step, shape[-1]) == 1)


def numbers(values):
    """A JSON array whose numbers read back to the same bits, in lines of at most 116 columns."""
    text = ", ".join(repr(float(value)) for value in values)
    return "[\n" + textwrap.indent(textwrap.fill(text, 110, break_on_hyphens=False), " " * 6) + "\n    ]"


def record(values):
    flat = values.astype(np.float64).reshape(-1)
    fields = {
        "largest": repr(float(np.abs(flat).max())),
        "rms": repr(float(np.sqrt(np.mean(flat**2)))),
        "sum": repr(math.fsum(flat)),
    }
    summary = ", ".join(f'"{name}": {value}' for name, value in fields.items())
    return f'{{ {summary},\n      "values": {numbers(flat[:: stride(values.shape)])} }}'


def document(losses, names, gradients, weights):
    tensors = [
        f'  {{ "name": "{name}", "shape": {list(weight.shape)}, "stride": {stride(weight.shape)},\n'
        f'    "firstGradient": {record(gradient)},\n    "weights": {record(weight)} }}'
        for name, gradient, weight in zip(names, gradients, weights, strict=True)
    ]
    source = f"Scripts/keras-golden.py, Keras {keras.__version__}, TensorFlow {tf.__version__}, float64"
    return (
        f'{{\n"source": "{source}",\n"model": "{MODEL}", "seed": {SEED}, "images": {IMAGES}, "steps": {STEPS},\n'
        f'"losses": {json.dumps(losses)},\n"tensors": [\n' + ",\n".join(tensors) + "\n]\n}\n"
    )


def print_deviation(names, exact, single):
    print("Keras in float32 against these values, relative to the tensor's largest weight:")
    for name, expected, found in zip(names, exact, single, strict=True):
        difference = (found.astype(np.float64) - expected) / np.abs(expected).max()
        print(f"  {name:18} largest {np.abs(difference).max():.1e}  rms {np.sqrt(np.mean(difference**2)):.1e}")


def main():
    golden = keras_side.ROOT / f"Tests/TrainingTests/Golden/{MODEL}-five-adam-steps.json"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, default=fashion_mnist.FOLDER)
    parser.add_argument("--output", type=pathlib.Path, default=golden)
    options = parser.parse_args()
    check_philox()
    losses, names, gradients, weights, tie = train(options.data, "float64")
    single = train(options.data, "float32")[3]
    text = document(losses, names, gradients, weights)
    json.loads(text)
    options.output.write_text(text)
    print(f"{options.output}: {len(text)} bytes, losses {losses}, closest tie {tie:.1e}")
    print_deviation(names, weights, single)


if __name__ == "__main__":
    main()
