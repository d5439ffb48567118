"""Golden values of five Adam steps with a preset: for Scripts/keras-golden.py.

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

import json
import math

from . import fashion_mnist, golden_values, keras_side  # keras_side before Keras: it chooses the backend
import keras
import numpy as np
import tensorflow as tf

MODEL = "lab-001"
SEED = 2097
IMAGES = 64
STEPS = 5
WHOLE = 300  # tensors up to this size are kept whole
SAMPLES = 180  # about as many elements are kept of larger ones


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
    model.set_weights(golden_values.initial_weights(model.trainable_variables, SEED))
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


def document(losses, names, gradients, weights):
    tensors = []
    for name, gradient, weight in zip(names, gradients, weights, strict=True):
        step = golden_values.stride(weight.shape, WHOLE, SAMPLES)
        tensors.append(
            f'  {{ "name": "{name}", "shape": {list(weight.shape)}, "stride": {step},\n'
            f'    "firstGradient": {golden_values.record(gradient, step)},\n'
            f'    "weights": {golden_values.record(weight, step)} }}'
        )
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


def write(folder, output):
    """Writes the file of golden values to the folder `output`, from the data set in `folder`."""
    losses, names, gradients, weights, tie = train(folder, "float64")
    single = train(folder, "float32")[3]
    text = document(losses, names, gradients, weights)
    json.loads(text)
    path = output / f"{MODEL}-five-adam-steps.json"
    path.write_text(text)
    print(f"{path}: {len(text)} bytes, losses {losses}, closest tie {tie:.1e}")
    print_deviation(names, weights, single)
