"""Models as people have them, in Keras 2 or Keras 3, with random weights: for Scripts/check-keras-files.

Normalisations keep their moving statistics in training, so that a model is the same after steps of a tiny rate."""

import dataclasses
import struct
import typing
import warnings

from . import keras_models  # before Keras: it chooses the backend
import keras
import numpy as np

warnings.simplefilter("ignore")
TRAIN_IMAGES = 16


@dataclasses.dataclass
class Case:
    name: str
    make: typing.Callable  # of Keras, and its layers
    numbers: typing.Callable  # what Keras is fed for grey levels
    option: str | None = None  # --pixel-range, where the model does not say itself
    size: tuple = (28, 28)
    axes: tuple | None = None  # the model's input, where it has not a channel
    policy: str = "float32"
    only: str | None = None
    tolerance: float = 0.0

    def is_for(self, title):
        return self.only in (None, title)

    def fed(self, images):
        return self.numbers(images.astype(np.float64)).astype(np.float32).reshape(-1, *(self.axes or (*self.size, 1)))


def versions():
    """Each Keras with its name; Keras 2 is a package of its own."""
    import tf_keras

    return [("Keras 3", keras), ("Keras 2", tf_keras)]


def made(keras, case):
    """The model with weights that are neither all alike nor extreme."""
    keras.utils.set_random_seed(1)
    set_policy = keras.mixed_precision.set_global_policy
    set_policy(case.policy)
    try:
        model = case.make(keras, keras.layers)
        if not model.built or not model.weights:
            model(np.zeros((1, *(case.axes or (*case.size, 1))), np.float32))
    finally:
        set_policy("float32")
    random = np.random.default_rng(1)
    for variable in model.weights:
        name = variable.name.split("/")[-1].split(":")[0]
        if name != "kernel" and "seed" not in name:
            low, high = (0.5, 1.5) if name in ("gamma", "moving_variance") else (-0.2, 0.2)
            variable.assign(random.uniform(low, high, tuple(variable.shape)))
    return model


def predicted(model, case):
    """Images, and the model's probabilities for them."""
    random = np.random.default_rng(2)
    images = random.integers(1, 256, (TRAIN_IMAGES, *case.size), np.uint8)
    images[:, :3] = images[:, :, -2:] = 0
    return images, probabilities(model, case.fed(images))


def probabilities(model, numbers):
    output = np.asarray(model(numbers, training=False), np.float64)
    if np.allclose(output.sum(1), 1, atol=5e-3) and output.min() >= 0:
        return output
    powers = np.exp(output - output.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def exported(path, case, images):
    """What Keras 3 says after the way through Lockstep."""
    return probabilities(keras.models.load_model(path), case.fed(images))


def write_data(folder, images, classes):
    labels = np.arange(len(images), dtype=np.uint8) % classes
    for part in ("train", "t10k"):
        for kind, values in (("images-idx3", images), ("labels-idx1", labels)):
            header = struct.pack(f">BBBB{values.ndim}I", 0, 0, 8, values.ndim, *values.shape)
            (folder / f"{part}-{kind}-ubyte").write_bytes(header + values.tobytes())


def _unit(levels):
    return levels / 255


def _levels(levels):
    return levels


def _small(keras, layers, *first, activation="softmax"):
    """A convolution behind `first` layers."""
    return keras.Sequential(
        [*first, layers.Conv2D(4, 3, activation="relu"), layers.BatchNormalization(momentum=1.0), layers.MaxPooling2D(),
         layers.Flatten(), layers.Dense(10, activation=activation)])  # fmt: skip


def _input(keras, layers, shape=(28, 28, 1)):
    return keras.Input(shape)


def _first_layer(keras, layers):
    first = layers.Conv2D(4, 3, activation="relu", input_shape=(28, 28, 1))
    return keras.Sequential([first, layers.Dropout(0.2), layers.Flatten(), layers.Dense(10)])


def _nested(keras, layers):
    def block(name, filters, shape):
        weights = [layers.Conv2D(filters, 3, name="conv"), layers.BatchNormalization(momentum=1.0, name="norm")]
        return keras.Sequential([keras.Input(shape), *weights, layers.ReLU()], name=name)

    blocks = [block("first", 4, (28, 28, 1)), keras.Sequential([block("second", 5, (26, 26, 4))], name="outer")]
    return keras.Sequential([keras.Input((28, 28, 1)), *blocks, layers.GlobalMaxPooling2D(), layers.Dense(10)])


def _functional(keras, layers):
    inner_input = keras.Input((13, 13, 4))
    normalized = layers.BatchNormalization(momentum=1.0)(layers.Conv2D(6, 3)(inner_input))
    inner = keras.Model(inner_input, normalized, name="inner")
    image = keras.Input((28, 28, 1))
    x = layers.MaxPooling2D()(layers.Conv2D(4, 3, activation="relu")(layers.Rescaling(1 / 255)(image)))
    x = layers.Flatten()(inner(x))
    return keras.Model(image, layers.Dense(10, activation="softmax")(x))


def _fitted(keras, layers):
    model = keras.Sequential([layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(10)])
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    model.fit(np.zeros((8, 28, 28, 1), np.float32), np.zeros(8), batch_size=8, verbose=0)
    return model


def _kept_axes(keras, layers):
    first = [keras.Input((28, 28, 1)), layers.Conv2D(20, 3, strides=2), layers.GlobalAveragePooling2D(keepdims=True)]
    return keras.Sequential([*first, layers.Conv2D(12, 1), layers.Reshape((-1,)), layers.Dense(10)])


def _reshaped(keras, layers):
    first = [keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(60, activation="tanh")]
    middle = [layers.Reshape((4, 5, 3)), layers.Conv2D(5, 2), layers.Reshape((3, 20, 1)), layers.Conv2D(2, 2)]
    return keras.Sequential([*first, *middle, layers.Reshape((76,)), layers.Reshape((76,)), layers.Dense(10)])


def _few_pixels(keras, layers):
    return keras.Sequential([keras.Input((81,)), layers.BatchNormalization(momentum=1.0), layers.Dense(10)])


def _slashes(keras, layers):
    return keras.Sequential(
        [keras.Input((28, 28, 1)), layers.Conv2D(3, 3, name="block1/conv"), layers.Flatten(name="block1/flat"),
         layers.Dense(10, name="head/dense")])  # fmt: skip


CASES = [
    Case("input_shape=", _first_layer, _unit),
    Case("rescaled", lambda k, l: _small(k, l, l.Rescaling(1 / 255, input_shape=(28, 28, 1))), _levels),
    Case("rescaled to -1", lambda k, l: _small(k, l, _input(k, l), l.Rescaling(1 / 127.5, -1)), _levels),
    Case("0-1", lambda k, l: _small(k, l, _input(k, l)), _unit, "0-1"),
    Case("0-255", lambda k, l: _small(k, l, _input(k, l)), _levels, "0-255", tolerance=1e-4),
    Case("-1-1", lambda k, l: _small(k, l, _input(k, l), activation=None), lambda v: v / 127.5 - 1, "-1-1"),
    Case("standardized", lambda k, l: _small(k, l, _input(k, l)), lambda v: (v / 255 - 0.286) / 0.353,
         "standardized:0.286,0.353"),
    Case("rows", lambda k, l: k.Sequential([_input(k, l, (28, 28)), l.Flatten(), l.Dense(20), l.Dense(10)]), _unit,
         axes=(28, 28)),
    Case("rescaled rows", lambda k, l: _small(k, l, l.Rescaling(1 / 255, input_shape=(12, 9)), l.Reshape((12, 9, 1))),
         _levels, size=(12, 9), axes=(12, 9)),
    Case("pixels", lambda k, l: k.Sequential([_input(k, l, (784,)), l.Dense(20, "relu"), l.Dense(10)]), _unit,
         axes=(784,)),
    Case("few pixels", _few_pixels, _unit, size=(9, 9), axes=(81,)),
    Case("pixels to image", lambda k, l: _small(k, l, _input(k, l, (784,)), l.Reshape((28, 28, 1))), _unit,
         axes=(784,)),
    Case("few to image", lambda k, l: _small(k, l, _input(k, l, (81,)), l.Rescaling(2.0), l.Reshape((-1, 9, 1))), _unit,
         size=(9, 9), axes=(81,)),
    Case("nested", _nested, _unit),
    Case("functional", _functional, _levels),
    Case("built by fit", _fitted, _unit),
    Case("kept axes", _kept_axes, _unit),
    Case("reshaped", _reshaped, _unit),
    Case("mixed_float16", lambda k, l: _small(k, l, _input(k, l)), _unit, policy="mixed_float16", tolerance=5e-3),
    Case("float64", lambda k, l: _small(k, l, _input(k, l)), _unit, policy="float64"),
    Case("slashes", _slashes, _unit, only="Keras 2"),
]  # fmt: skip
