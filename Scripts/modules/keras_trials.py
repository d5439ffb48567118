"""One random model with weights and images, and what Keras makes of them: for Scripts/check-keras."""

import json
import math
import struct

from . import keras_models  # before Keras: it chooses the backend
import keras
import numpy as np
import tensorflow as tf
from safetensors import numpy as safetensors

STEPS, TRAIN_IMAGES, TEST_IMAGES = 5, 16, 12
ADAM = {"learning_rate": 0.05, "epsilon": 0.1}
# Of a tensor, beyond the way of its own elements: a share of the longest way in the model, for exact gradients of zero.
SHARE_OF_LONGEST_WAY = 1e-3


# What pixels are fed as: a value of --pixel-range, with its numbers where these are standardized.
pixel_range = "0-1"


class Trial:
    """A model in single precision, images, and all that Keras computes from them in double precision."""

    def __init__(self, model, random):
        self.config = model.get_config()
        self.weights = keras_models.tensors(model)
        self.json = model.to_json()
        self.summary = _summary(model)
        self.classes = model.output_shape[-1]
        shape = model.input_shape[1:3]
        self.train_images, self.train_labels = _images(random, TRAIN_IMAGES, shape, self.classes)
        self.test_images, self.test_labels = _images(random, TEST_IMAGES, shape, self.classes)
        exact = self._model("float64")
        self.probabilities = probabilities(exact, self.test_images)
        self.exact = self._train("float64")
        self.trained_probabilities = probabilities(self.exact, self.test_images)
        self.ways = {name: np.abs(end - self.weights[name]).max() for name, end in _tensors(self.exact).items()}
        self.single = self.deviations(_tensors(self._train("float32")))

    def deviations(self, found):
        """How far the tensors are from where Keras has them, relative to the way that they went."""
        deviations = {}
        for name, exact in _tensors(self.exact).items():
            rounding = STEPS * 2.0**-24 * np.abs(exact).max()
            way = self.ways[name] + SHARE_OF_LONGEST_WAY * max(self.ways.values())
            distance = np.abs(found[name].astype(np.float64) - exact).max()
            deviations[name] = max(0.0, distance - rounding) / way if math.isfinite(distance) else math.inf
        return deviations

    def write(self, folder):
        """The files that Lockstep takes; the images are a data set of their own."""
        folder.mkdir(parents=True)
        (folder / "model.json").write_text(self.json)
        (folder / "trained.json").write_text(_without_dropout(json.loads(self.json)))
        safetensors.save_file(self.weights, folder / "weights.safetensors")
        for part, images, labels in [
            ("train", self.train_images, self.train_labels),
            ("t10k", self.test_images, self.test_labels),
        ]:
            _write_idx(folder / f"{part}-images-idx3-ubyte", images)
            _write_idx(folder / f"{part}-labels-idx1-ubyte", labels)

    def _model(self, dtype, without_dropout=False):
        keras.config.set_floatx(dtype)
        keras.config.set_dtype_policy(dtype)
        config = _without(self.config, "dtype")
        model = keras.Sequential.from_config(_zero_rates(config) if without_dropout else config)
        keras_models.assign(model, self.weights, "the model")
        keras.config.set_floatx("float32")
        keras.config.set_dtype_policy("float32")
        return model

    def _train(self, dtype):
        """The model after some Adam steps, each with all images."""
        model = self._model(dtype, without_dropout=True)
        keras.config.set_floatx(dtype)
        # As NumPy's doubles, betas are not rounded to single precision on the way.
        optimizer = keras.optimizers.Adam(beta_1=np.float64(0.9), beta_2=np.float64(0.999), **ADAM)
        keras.config.set_floatx("float32")
        images, labels = _pixels(self.train_images, dtype), self.train_labels.astype(np.int64)
        for _ in range(STEPS):
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(-tf.gather(_log_probabilities(model, images, True), labels, batch_dims=1))
                for penalty in model.losses:
                    loss += penalty
            variables = model.trainable_variables
            optimizer.apply(tape.gradient(loss, [variable.value for variable in variables]), variables)
        return model


def probabilities(model, images):
    """What the model predicts, whether it ends with probabilities or with logits."""
    return np.exp(_log_probabilities(model, _pixels(images, model.dtype), False).numpy())


def _log_probabilities(model, images, training):
    output = model(images, training=training)
    return tf.math.log(output) if _ends_with_softmax(model) else tf.nn.log_softmax(output)


def _ends_with_softmax(model):
    last = model.layers[-1]
    return isinstance(last, keras.layers.Softmax) or getattr(last, "activation", None) is keras.activations.softmax


def _pixels(images, dtype):
    """Grey levels in the range that is asked for, rounded once to single precision as in Lockstep."""
    levels = images[..., None].astype(np.float64)
    if pixel_range.startswith("standardized:"):
        mean, deviation = map(float, pixel_range.split(":")[1].split(","))
        levels = (levels / 255 - mean) / deviation
    else:
        levels = {"0-1": levels / 255, "0-255": levels, "-1-1": levels / 127.5 - 1}[pixel_range]
    return levels.astype(np.float32).astype(dtype)


def _images(random, count, shape, classes):
    """Noise with an empty margin, as images have, and labels."""
    images = random.integers(1, 256, (count, *shape), np.uint8)
    images[:, : random.integers(0, 3)] = 0
    images[:, :, shape[1] - random.integers(0, 3) :] = 0
    return images, random.integers(0, classes, count, np.uint8)


def _tensors(model):
    return {f"{layer.name}.{variable.name}": variable.numpy() for layer in model.layers for variable in layer.weights}


def _summary(model):
    lines = []
    model.summary(line_length=76, print_fn=lines.append)
    return "\n".join(lines)


def _without(value, field):
    if isinstance(value, list):
        return [_without(element, field) for element in value]
    if not isinstance(value, dict):
        return value
    return {key: _without(element, field) for key, element in value.items() if key != field}


def _zero_rates(config):
    layers = [
        {**layer, "config": {**layer["config"], "rate": 0}} if layer["class_name"].endswith(("Dropout", "Dropout2D")) else layer
        for layer in config["layers"]
    ]
    return {**config, "layers": layers}


def _without_dropout(model):
    return json.dumps({**model, "config": _zero_rates(model["config"])})


def _write_idx(path, values):
    path.write_bytes(struct.pack(f">BBBB{values.ndim}I", 0, 0, 8, values.ndim, *values.shape) + values.tobytes())
