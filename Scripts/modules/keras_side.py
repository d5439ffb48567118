"""What the scripts that run Keras share: its backend, the presets as Keras models, and timed training."""

import os
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # noqa: E402 (the backend is chosen by the environment)
import tensorflow as tf  # noqa: E402

from . import fashion_mnist, paths  # noqa: E402


def build_model(preset):
    """The preset as a Keras model, with weights in Keras' current floating-point type."""
    return keras.models.model_from_json((paths.PRESETS / f"{preset}.json").read_text())


class Side:
    """Keras' `fit` and `evaluate` in single precision, on all CPUs that this process may use."""

    def __init__(self, options):
        self.batch_size = options.batch_size
        self.images, self.labels = _tensors(options.data, "train", options.images)
        self.test_images, self.test_labels = _tensors(options.data, "t10k")
        self.model = build_model(options.model)
        self.model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
        self.about = f"Keras {keras.__version__}, TensorFlow {tf.__version__}: compile() and fit() with their defaults"
        # Both shapes of batches are compiled and run before anything is timed.
        warm_up = 20 * self.batch_size + len(self.images) % self.batch_size
        self.model.fit(self.images[:warm_up], self.labels[:warm_up], batch_size=self.batch_size, verbose=0)
        self.evaluate()

    def train(self):
        """Trains one epoch; returns its images per second."""
        start = time.perf_counter()
        self.model.fit(self.images, self.labels, batch_size=self.batch_size, verbose=0)
        return len(self.images) / (time.perf_counter() - start)

    def evaluate(self):
        """Scores the test images; returns images per second."""
        start = time.perf_counter()
        self.model.evaluate(self.test_images, self.test_labels, batch_size=self.batch_size, verbose=0)
        return len(self.test_images) / (time.perf_counter() - start)


def _tensors(folder, part, count=None):
    return tuple(map(tf.constant, fashion_mnist.read(folder, part, "float32", count)))
