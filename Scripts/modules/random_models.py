"""Random Sequential models over all layers and options that Lockstep has, for Scripts/check-keras."""

import random

from . import keras_models  # noqa: F401 (before Keras: it chooses the backend)
import keras
from keras import constraints, initializers, layers, regularizers
from keras.src.ops.nn import Gelu

NAMED_ACTIVATIONS = ["relu", "relu6", "leaky_relu", "elu", "gelu", "selu", "silu", "softplus", "softsign", "tanh"]
NAMED_ACTIVATIONS += ["sigmoid", "softmax"]

# What may be chosen; a function makes what is meant anew each time.
CARDS = {
    "image": [(8, 8), (9, 14), (12, 12), (13, 10), (17, 11), (20, 16), (28, 28)],
    "image layer": ["convolution"] * 5
    + ["maximum_pooling"] * 2
    + ["normalization"] * 2
    + ["average_pooling", "activation", "activation", "zero_padding", "rescaling", "dropout", "spatial_dropout"],
    "flat layer": ["dense", "dense", "normalization", "activation", "dropout", "rescaling"],
    "filters": [1, 3, 4, 6, 16, 17],
    "kernel": [(1, 1), (3, 3), (3, 3), (2, 3), (5, 5), (4, 1), (1, 7)],
    "strides": [1, 1, 1, 2, (2, 1), (1, 3)],
    "pool": [(2, 2), (2, 2), (3, 3), (2, 3), (3, 1)],
    "pool strides": [None, None, 1, 2, (2, 3), (3, 1)],
    "padding": ["valid", "same"],
    "bias": [True, True, False],
    "units": [3, 8, 16, 19],
    "activation": [None, *NAMED_ACTIVATIONS]
    + [lambda: layers.LeakyReLU(0.1), lambda: layers.ELU(alpha=0.7), lambda: layers.ReLU(negative_slope=0.2)]
    + [lambda: layers.ReLU(max_value=1.0), lambda: layers.ReLU(threshold=0.1, negative_slope=0.1)]
    + [lambda: Gelu(approximate=True)],
    "activation layer": [lambda name=name: layers.Activation(name) for name in ["linear", *NAMED_ACTIVATIONS]]
    + [layers.ReLU, layers.LeakyReLU, layers.ELU, layers.Softmax]
    + [lambda: layers.ReLU(max_value=0.5, negative_slope=0.1), lambda: layers.ReLU(threshold=0.05)]
    + [lambda: layers.ReLU(negative_slope=0.25), lambda: layers.LeakyReLU(negative_slope=0.1)]
    + [lambda: layers.ELU(alpha=0.5), lambda: layers.Activation(Gelu(approximate=True))],
    "regularizer": [None, None, lambda: "l2", lambda: regularizers.L2(0.03), lambda: regularizers.L1L2(l1=0, l2=0.02)]
    + [lambda: "l1", lambda: regularizers.L1(0.004), lambda: regularizers.L1L2(l1=0.003, l2=0.02)],
    "initializer": ["glorot_uniform", "glorot_normal", "he_normal", "he_uniform", "lecun_normal", "lecun_uniform"]
    + [lambda: initializers.RandomNormal(stddev=0.3), lambda: initializers.RandomUniform(-0.4, 0.3)]
    + [lambda: initializers.TruncatedNormal(0.1, 0.3)]
    + [lambda: initializers.VarianceScaling(1.5, "fan_out", "untruncated_normal")],
    "bias initializer": ["zeros", "ones", lambda: initializers.Constant(0.25)],
    "constraint": [None] * 9
    + [lambda: constraints.MaxNorm(0.8), lambda: constraints.UnitNorm(axis=-1), lambda: "non_neg"]
    + [lambda: constraints.MinMaxNorm(0.3, 0.9, rate=0.5, axis=0)],
    "trainable": [True] * 7 + [False],
    "center, scale": [(True, True), (True, True), (True, False), (False, True), (False, False)],
    "epsilon": [1e-3, 1e-3, 1e-2, 1e-5],
    "momentum": [0.99, 0.9, 0.5],
    "rate": [0.2, 0.5],
    "to one axis": [layers.Flatten, layers.Flatten, layers.GlobalAveragePooling2D, layers.GlobalMaxPooling2D],
    "pooled convolution": [layers.GlobalAveragePooling2D, layers.GlobalMaxPooling2D],
    "end": ["softmax", "softmax", "softmax layer", "logits", "normalized", "leaky", "pooled convolution"],
}


class Generator:
    """Makes models; every card is drawn once before any is drawn again, so that a few models have all options."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.decks = {}
        self.drawn = dict.fromkeys(CARDS, 0)
        self.model = self.shape = None

    def next(self, name):
        """A model in Keras' current type, with random weights: moving statistics are not what they start as either."""
        self.shape = self.draw("image")
        self.model = keras.Sequential([layers.Input((*self.shape, 1))], name=name)
        for _ in range(self.random.randint(2, 5)):
            getattr(self, self.draw("image layer"))()
        self.finish(self.draw("end"), classes=self.random.randint(2, 10))
        for layer in self.model.layers:
            layer.set_weights([self.values(variable) for variable in layer.weights])
        return self.model

    def draw(self, name):
        deck = self.decks.setdefault(name, [])
        if not deck:
            deck.extend(self.random.sample(CARDS[name], len(CARDS[name])))
        card = deck.pop()
        self.drawn[name] += 1
        return card() if callable(card) else card

    @property
    def missing(self):
        """The options of which some were never drawn."""
        return [name for name, count in self.drawn.items() if count < len(CARDS[name])]

    def finish(self, end, classes):
        if end == "pooled convolution":
            self.model.add(layers.Conv2D(classes, 1))
            self.model.add(self.draw("pooled convolution"))
            return
        self.model.add(self.draw("to one axis"))
        for _ in range(self.random.randint(0, 2)):
            getattr(self, self.draw("flat layer"))()
        self.model.add(layers.Dense(classes, activation="softmax" if end == "softmax" else None))
        last = {"softmax layer": layers.Softmax, "normalized": layers.BatchNormalization, "leaky": layers.LeakyReLU}
        if end in last:
            self.model.add(last[end]())

    def values(self, variable):
        """Weights that are neither all alike nor extreme, exact in single precision."""
        generator = keras.random.SeedGenerator(self.random.randrange(2**31))
        if variable.name == "kernel":
            return variable.numpy()
        positive = variable.name in ("gamma", "moving_variance")
        low, high = (0.5, 1.5) if positive else (-0.2, 0.2)
        return keras.ops.convert_to_numpy(keras.random.uniform(variable.shape, low, high, "float32", generator))

    def convolution(self):
        kernel, padding = self.draw("kernel"), self.draw("padding")
        places = {"strides": self.draw("strides"), "padding": self.fitting(kernel, padding)}
        self.model.add(layers.Conv2D(self.draw("filters"), kernel, **places, **self.weight_options()))

    def dense(self):
        self.model.add(layers.Dense(self.draw("units"), **self.weight_options()))

    def weight_options(self):
        return {
            "use_bias": self.draw("bias"),
            "activation": self.draw("activation"),
            "trainable": self.draw("trainable"),
            "kernel_initializer": self.draw("initializer"),
            "bias_initializer": self.draw("bias initializer"),
            "kernel_constraint": self.draw("constraint"),
            "kernel_regularizer": self.draw("regularizer"),
            "bias_regularizer": self.draw("regularizer"),
        }

    def maximum_pooling(self):
        self.pooling(layers.MaxPooling2D)

    def average_pooling(self):
        self.pooling(layers.AveragePooling2D)

    def pooling(self, kind):
        pool, padding = self.draw("pool"), self.draw("padding")
        self.model.add(kind(pool, strides=self.draw("pool strides"), padding=self.fitting(pool, padding)))

    def fitting(self, window, padding):
        """The padding, or the one that any window fits with."""
        rows, columns = self.model.output_shape[1:3] if self.model.layers else self.shape
        return padding if window[0] <= rows and window[1] <= columns else "same"

    def normalization(self):
        center, scale = self.draw("center, scale")
        options = {"center": center, "scale": scale, "epsilon": self.draw("epsilon"), "momentum": self.draw("momentum")}
        regularizer = {"beta_regularizer": self.draw("regularizer"), "gamma_regularizer": self.draw("regularizer")}
        options["trainable"] = self.draw("trainable")
        self.model.add(layers.BatchNormalization(**options, **regularizer))

    def activation(self):
        self.model.add(self.draw("activation layer"))

    def zero_padding(self):
        top, bottom, left, right = (self.random.randint(0, 2) for _ in range(4))
        self.model.add(layers.ZeroPadding2D(self.random.choice([top, (top, left), ((top, bottom), (left, right))])))

    def rescaling(self):
        self.model.add(layers.Rescaling(self.random.choice([2, 0.5, 1 / 3]), offset=self.random.choice([0, -0.5, 1])))

    def spatial_dropout(self):
        self.model.add(layers.SpatialDropout2D(self.draw("rate")))

    def dropout(self):
        seed = self.random.choice([None, 5])
        self.model.add(layers.Dropout(self.draw("rate"), seed=seed))
