"""JAX' side of Scripts/compare: one compiled function per training step, in single precision, on all CPUs."""

import functools
import os
import time
from typing import Any, NamedTuple

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax  # noqa: E402 (the platform is chosen by the environment)
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402

from . import fashion_mnist, jax_model  # noqa: E402

RATE, BETA_1, BETA_2, EPSILON = 1e-3, 0.9, 0.999, 1e-7  # Keras' defaults


class State(NamedTuple):
    """All that a step changes; its memory is given to the step's results."""

    weights: Any
    kept: Any
    means: Any
    squares: Any
    steps: Any
    key: Any


class Side:
    """A loop over steps in Python, which waits for none of them: an epoch as one compiled loop is far slower."""

    def __init__(self, options):
        self.batch_size = options.batch_size
        self.images, self.labels = _arrays(options.data, "train", options.images)
        test_images, test_labels = _arrays(options.data, "t10k")
        starts = range(0, len(test_images), self.batch_size)
        self.tests = [(test_images[at : at + self.batch_size], test_labels[at : at + self.batch_size]) for at in starts]
        self.test_count = len(test_images)
        # The generator of dropout that is fast on CPUs.
        key = jax.random.key(0, impl="rbg")
        self.model = jax_model.Model(options.model, key)
        zeros = functools.partial(jax.tree.map, jnp.zeros_like, self.model.weights)
        self.state = State(self.model.weights, self.model.kept, zeros(), zeros(), jnp.zeros((), jnp.int32), key)
        self.step = jax.jit(self._step, donate_argnums=(0, 1))
        self.score = jax.jit(self._score, donate_argnums=0)
        self.about = f"JAX {jax.__version__}: jitted step, donated buffers, images preloaded and shuffled by index"
        # Both shapes of batches are compiled and run before anything is timed.
        self.train_on(np.arange(min(len(self.images), 20 * self.batch_size + len(self.images) % self.batch_size)))
        self.evaluate()

    def train(self):
        """Trains one epoch; returns its images per second."""
        start = time.perf_counter()
        self.train_on(np.random.permutation(len(self.images)))
        return len(self.images) / (time.perf_counter() - start)

    def evaluate(self):
        """Scores the test images; returns images per second."""
        start = time.perf_counter()
        sums = _no_score()
        for images, labels in self.tests:
            sums = self.score(sums, self.state.weights, self.state.kept, images, labels)
        _read(sums, self.test_count)
        return self.test_count / (time.perf_counter() - start)

    def train_on(self, order):
        """Trains on the images of these indices; returns their loss and accuracy."""
        sums = _no_score()
        for at in range(0, len(order), self.batch_size):
            indices = order[at : at + self.batch_size]
            self.state, sums = self.step(self.state, sums, self.images, self.labels, indices)
        return _read(sums, len(order))

    def _step(self, state, sums, images, labels, indices):
        images, labels = images[indices], labels[indices]
        key = jax.random.fold_in(state.key, state.steps)

        def loss_of(weights):
            logits, kept = self.model.apply(weights, state.kept, images, key, training=True)
            return _loss(logits, labels), (logits, kept)

        (loss, (logits, kept)), gradient = jax.value_and_grad(loss_of, has_aux=True)(state.weights)
        state = _adam(state, gradient)._replace(kept=kept)
        return state, _added(sums, loss, logits, labels)

    def _score(self, sums, weights, kept, images, labels):
        logits, _ = self.model.apply(weights, kept, images, None, training=False)
        return _added(sums, _loss(logits, labels), logits, labels)


def _adam(state, gradient):
    steps = state.steps + 1
    means = jax.tree.map(lambda m, g: BETA_1 * m + (1 - BETA_1) * g, state.means, gradient)
    squares = jax.tree.map(lambda v, g: BETA_2 * v + (1 - BETA_2) * g * g, state.squares, gradient)
    rate = RATE * jnp.sqrt(1 - BETA_2**steps) / (1 - BETA_1**steps)
    weights = jax.tree.map(lambda w, m, v: w - rate * m / (jnp.sqrt(v) + EPSILON), state.weights, means, squares)
    return state._replace(weights=weights, means=means, squares=squares, steps=steps)


def _loss(logits, labels):
    return -jnp.take_along_axis(jax.nn.log_softmax(logits), labels[:, None], axis=1).mean()


def _no_score():
    return jnp.zeros(()), jnp.zeros((), jnp.int32)


def _added(sums, loss, logits, labels):
    return sums[0] + loss * len(labels), sums[1] + (logits.argmax(axis=1) == labels).sum()


def _read(sums, images):
    return float(sums[0]) / images, int(sums[1]) / images


def _arrays(folder, part, count=None):
    images, labels = fashion_mnist.read(folder, part, "float32", count)
    return jnp.asarray(images), jnp.asarray(labels.astype(np.int32))
