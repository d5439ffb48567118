"""The presets as JAX models, for JAX' side of Scripts/compare."""

import json
from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp

from . import paths


class Layer(NamedTuple):
    """What is trained, what is only kept, and `apply(weights, kept, values, key, training)` → values and kept."""

    weights: tuple
    kept: tuple
    apply: Callable


class Model:
    """The preset as a function from images to logits; weights start as Keras' do."""

    def __init__(self, preset, key):
        document = json.loads((paths.PRESETS / f"{preset}.json").read_text())
        self.layers, shape = [], (2, 28, 28, 1)
        for index, layer in enumerate(document["config"]["layers"]):
            for made in _layers(layer, shape, jax.random.fold_in(key, index)):
                self.layers.append(made)
                shape = jax.eval_shape(lambda x, made=made: _run(made, x), jnp.zeros(shape)).shape
        if self.layers.pop().apply is not SOFTMAX.apply:
            raise ValueError(f"{preset}: the last layer has no softmax")
        self.weights = [layer.weights for layer in self.layers]
        self.kept = [layer.kept for layer in self.layers]

    def apply(self, weights, kept, images, key, training):
        """The logits, and what is kept for the next batch."""
        values, next_kept = images, []
        for index, layer in enumerate(self.layers):
            layer_key = jax.random.fold_in(key, index) if training else None
            values, keep = layer.apply(weights[index], kept[index], values, layer_key, training)
            next_kept.append(keep)
        return values, next_kept


def _run(layer, values):
    return layer.apply(layer.weights, layer.kept, values, None, False)[0]


def _plain(function):
    """A layer without weights that does the same in training and evaluation."""
    return Layer((), (), lambda weights, kept, values, key, training: (function(values), kept))


SOFTMAX = _plain(jax.nn.softmax)
ACTIVATIONS = {None: [], "relu": [_plain(jax.nn.relu)], "softmax": [SOFTMAX]}


def _layers(layer, shape, key):
    """The layers that one of Keras' JSON stands for; all that the presets use, and nothing else."""
    kind, config = layer["class_name"], layer["config"]
    known = {"name", "batch_shape", "filters", "kernel_size", "padding", "activation", "negative_slope", "pool_size"}
    known |= {"rate", "units", "use_bias", "momentum", "scale", "offset"}
    if set(config) - known:
        raise ValueError(f"layer {config['name']}: unknown options {sorted(set(config) - known)}")
    activation = ACTIVATIONS[config.get("activation")]
    match kind:
        case "InputLayer":
            return []
        case "Conv2D":
            return [_convolution(config, shape[-1], key), *activation]
        case "BatchNormalization":
            return [_batch_normalization(config.get("momentum", 0.99), shape[-1])]
        case "ReLU":
            return ACTIVATIONS["relu"]
        case "Activation":
            return activation
        case "Rescaling":
            return [_plain(lambda values: values * config["scale"] + config.get("offset", 0))]
        case "LeakyReLU":
            return [_plain(lambda values: jax.nn.leaky_relu(values, config["negative_slope"]))]
        case "MaxPooling2D":
            return [_plain(lambda values: _max_pooling(values, *config["pool_size"], config.get("padding") == "same"))]
        case "GlobalMaxPooling2D":
            return [_plain(lambda values: values.max(axis=(1, 2)))]
        case "Dropout":
            return [_dropout(config["rate"])]
        case "Flatten":
            return [_plain(lambda values: values.reshape(len(values), -1))]
        case "Dense":
            return [_dense(config["units"], shape[-1], key), *activation]
        case _:
            raise ValueError(f"layer {config['name']}: {kind} is in none of the presets")


def _convolution(config, channels, key):
    padding = config.get("padding", "valid").upper()
    kernel = jax.nn.initializers.glorot_uniform()(key, (*config["kernel_size"], channels, config["filters"]))
    bias = (jnp.zeros(config["filters"]),) if config.get("use_bias", True) else ()

    def apply(weights, kept, values, key, training):
        layout = ("NHWC", "HWIO", "NHWC")
        values = jax.lax.conv_general_dilated(values, weights[0], (1, 1), padding, dimension_numbers=layout)
        return sum(weights[1:], values), kept

    return Layer((kernel, *bias), (), apply)


def _dense(units, inputs, key):
    kernel = jax.nn.initializers.glorot_uniform()(key, (inputs, units))
    return Layer(
        (kernel, jnp.zeros(units)),
        (),
        lambda weights, kept, values, key, training: (values @ weights[0] + weights[1], kept),
    )


def _max_pooling(values, rows, columns, complete):
    """Of windows side by side, as a maximum over two more axes: three times the speed of reduce_window's training.

    Where values tie they share the gradient, which elsewhere the first one gets.
    """
    images, height, width, channels = values.shape
    if complete:
        rest = [(0, 0), (0, -height % rows), (0, -width % columns), (0, 0)]
        values = jnp.pad(values, rest, constant_values=-jnp.inf)
    down, across = values.shape[1] // rows, values.shape[2] // columns
    windows = values[:, : down * rows, : across * columns].reshape(images, down, rows, across, columns, channels)
    return windows.max(axis=(2, 4))


def _dropout(rate):
    def apply(weights, kept, values, key, training):
        if training:
            values = jnp.where(jax.random.bernoulli(key, 1 - rate, values.shape), values / (1 - rate), 0)
        return values, kept

    return Layer((), (), apply)


def _batch_normalization(momentum, channels, epsilon=1e-3):
    def apply(weights, kept, values, key, training):
        (scale, offset), statistics = weights, kept
        if training:
            statistics = values.mean(axis=(0, 1, 2)), values.var(axis=(0, 1, 2))
            kept = tuple(momentum * old + (1 - momentum) * new for old, new in zip(kept, statistics, strict=True))
        mean, variance = statistics
        return (values - mean) * (scale * jax.lax.rsqrt(variance + epsilon)) + offset, kept

    def start():  # in memory of its own, which can be given away
        return jnp.ones(channels), jnp.zeros(channels)

    return Layer(start(), start()[::-1], apply)
