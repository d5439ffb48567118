"""What the PyTorch sides of Scripts/compare share: images, Adam, and a timed loop that counts what Keras counts."""

import contextlib
import time

import torch
from torch import nn

from . import apart, fashion_mnist, pytorch_model


class Loop:
    """A plain PyTorch loop. Its sides say on how many threads, compiled or not, and in which precision.

    Adam as one fused kernel and ReLU in place save 4 % each of an eager step (lab-001, batches of 64, one core, Zen 4).
    """

    precision = contextlib.nullcontext

    def __init__(self, options, setting, threads):
        torch.set_num_threads(threads)
        self.batch_size = options.batch_size
        self.images, self.labels = _tensors(options.data, "train", options.images)
        self.test_images, self.test_labels = _tensors(options.data, "t10k")
        self.model = self.prepared(pytorch_model.build_model(options.model))
        self.loss = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3, eps=1e-7, fused=True)
        self.about = (
            f"PyTorch {torch.__version__}: {setting}, {torch.get_num_threads()} threads, "
            f"{str(pytorch_model.LAYOUT).removeprefix('torch.')}, fused Adam, images preloaded and shuffled by index"
        )

    def prepared(self, model):
        """The model as it is called."""
        return model

    def warm_up(self):
        """Runs every shape of batches once, so that nothing is compiled while the clock runs."""
        warm_up = 20 * self.batch_size + len(self.images) % self.batch_size
        try:
            self.train_on(torch.arange(min(len(self.images), warm_up)))
            self.evaluate()
        except torch._dynamo.exc.BackendCompilerFailed as error:
            raise apart.NotMeasured(f"torch.compile failed: {str(error).splitlines()[0]}") from error

    def train(self):
        """Trains one epoch; returns its images per second."""
        start = time.perf_counter()
        self.train_on(torch.randperm(len(self.images)))
        return len(self.images) / (time.perf_counter() - start)

    def evaluate(self):
        """Scores the test images; returns images per second."""
        start = time.perf_counter()
        self.model.eval()
        score = Score()
        with torch.inference_mode():
            for images, labels in zip(
                self.test_images.split(self.batch_size), self.test_labels.split(self.batch_size), strict=True
            ):
                score.add(*self._loss_and_logits(images, labels), labels)
        score.read()
        return len(self.test_images) / (time.perf_counter() - start)

    def train_on(self, order):
        """Trains on the images of these indices; returns their loss and accuracy."""
        self.model.train()
        score = Score()
        for indices in order.split(self.batch_size):
            labels = self.labels[indices]
            self.optimizer.zero_grad()
            loss, logits = self._loss_and_logits(self.images[indices], labels)
            loss.backward()
            self.optimizer.step()
            score.add(loss.detach(), logits, labels)
        return score.read()

    def _loss_and_logits(self, images, labels):
        with self.precision():
            logits = self.model(images)
            return self.loss(logits, labels), logits


class Score:
    """Loss and accuracy, summed without leaving PyTorch until they are read."""

    def __init__(self):
        self.loss, self.correct, self.images = torch.zeros(()), torch.zeros((), dtype=torch.long), 0

    def add(self, loss, logits, labels):
        self.loss += loss * len(labels)
        self.correct += (logits.argmax(dim=1) == labels).sum()
        self.images += len(labels)

    def read(self):
        return self.loss.item() / self.images, self.correct.item() / self.images


def _tensors(folder, part, count=None):
    images, labels = fashion_mnist.read(folder, part, "float32", count)
    images = torch.from_numpy(images).permute(0, 3, 1, 2).contiguous(memory_format=pytorch_model.LAYOUT)
    return images, torch.from_numpy(labels)
