"""PyTorch's side of Scripts/compare: the presets as PyTorch models, and timed training."""

import json
import time

import torch
from torch import nn

from . import fashion_mnist, paths

# What trains fastest, measured with lab-001 and batches of 64 on a core of an AMD EPYC (Zen 4): channels last make it
# 1.4 times as fast as channels first, Adam as one fused kernel and ReLU in place 4 % each; torch.compile halves it.
LAYOUT = torch.channels_last


def build_model(preset):
    """The preset as a PyTorch model of logits, since PyTorch's loss takes the softmax; weights start as Keras' do."""
    document = json.loads((paths.PRESETS / f"{preset}.json").read_text())
    layers = [module for layer in document["config"]["layers"] for module in _modules(layer)]
    if not isinstance(layers.pop(), nn.Softmax):
        raise ValueError(f"{preset}: the last layer has no softmax")
    model = nn.Sequential(*layers)
    model(torch.zeros(2, 1, 28, 28))  # now the lazy modules know their shapes
    for module in model:
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.xavier_uniform_(module.weight)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    return model.to(memory_format=LAYOUT)


def _modules(layer):
    """The PyTorch modules that one layer of Keras' JSON stands for; all that the presets use, and nothing else."""
    kind, config = layer["class_name"], layer["config"]
    known = {"name", "batch_shape", "filters", "kernel_size", "padding", "activation", "negative_slope", "pool_size"}
    known |= {"rate", "units", "use_bias", "momentum", "scale", "offset"}
    if set(config) - known:
        raise ValueError(f"layer {config['name']}: unknown options {sorted(set(config) - known)}")
    activations = {None: [], "relu": [nn.ReLU(inplace=True)], "softmax": [nn.Softmax(dim=1)]}
    activation = activations[config.get("activation")]
    match kind:
        case "InputLayer":
            return []
        case "Conv2D":
            padding = config.get("padding", "valid")
            bias = config.get("use_bias", True)
            return [nn.LazyConv2d(config["filters"], config["kernel_size"], padding=padding, bias=bias), *activation]
        case "BatchNormalization":
            # PyTorch's momentum is the share of the new statistics, Keras' that of the old ones.
            return [nn.LazyBatchNorm2d(eps=1e-3, momentum=1 - config.get("momentum", 0.99))]
        case "ReLU":
            return [nn.ReLU(inplace=True)]
        case "Activation":
            return activation
        case "Rescaling":
            return [_Rescaling(config["scale"], config.get("offset", 0))]
        case "LeakyReLU":
            return [nn.LeakyReLU(config["negative_slope"], inplace=True)]
        case "MaxPooling2D":
            # Windows side by side: padding only completes the last one.
            return [nn.MaxPool2d(config["pool_size"], ceil_mode=config.get("padding") == "same")]
        case "GlobalMaxPooling2D":
            return [nn.AdaptiveMaxPool2d(1), nn.Flatten()]
        case "Dropout":
            return [nn.Dropout(config["rate"])]
        case "Flatten":
            return [nn.Flatten()]
        case "Dense":
            return [nn.LazyLinear(config["units"]), *activation]
        case _:
            raise ValueError(f"layer {config['name']}: {kind} is in none of the presets")


class _Rescaling(nn.Module):
    """Keras' Rescaling: a multiple, and a number added."""

    def __init__(self, scale, offset):
        super().__init__()
        self.scale, self.offset = scale, offset

    def forward(self, values):
        return values * self.scale + self.offset


class Side:
    """A plain PyTorch loop in single precision, on all CPUs that this process may use; it counts what Keras counts."""

    def __init__(self, options):
        torch.set_num_threads(options.cpus)
        self.batch_size = options.batch_size
        self.images, self.labels = _tensors(options.data, "train", options.images)
        self.test_images, self.test_labels = _tensors(options.data, "t10k")
        self.model = build_model(options.model)
        self.loss = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3, eps=1e-7, fused=True)
        self.about = (
            f"PyTorch {torch.__version__}: eager, {torch.get_num_threads()} threads, "
            f"{str(LAYOUT).removeprefix('torch.')}, fused Adam, images preloaded and shuffled by index"
        )
        self._train(torch.arange(min(len(self.images), 20 * self.batch_size)))
        self.evaluate()

    def train(self):
        """Trains one epoch; returns its images per second."""
        start = time.perf_counter()
        self._train(torch.randperm(len(self.images)))
        return len(self.images) / (time.perf_counter() - start)

    def evaluate(self):
        """Scores the test images; returns images per second."""
        start = time.perf_counter()
        self.model.eval()
        score = _Score()
        with torch.inference_mode():
            for images, labels in zip(
                self.test_images.split(self.batch_size), self.test_labels.split(self.batch_size), strict=True
            ):
                logits = self.model(images)
                score.add(self.loss(logits, labels), logits, labels)
        score.read()
        return len(self.test_images) / (time.perf_counter() - start)

    def _train(self, order):
        self.model.train()
        score = _Score()
        for indices in order.split(self.batch_size):
            labels = self.labels[indices]
            self.optimizer.zero_grad()
            logits = self.model(self.images[indices])
            loss = self.loss(logits, labels)
            loss.backward()
            self.optimizer.step()
            score.add(loss.detach(), logits, labels)
        score.read()


class _Score:
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
    return torch.from_numpy(images).permute(0, 3, 1, 2).contiguous(memory_format=LAYOUT), torch.from_numpy(labels)
