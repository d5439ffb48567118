"""The presets as PyTorch models, for all PyTorch sides of Scripts/compare."""

import json

import torch
from torch import nn

from . import paths

# Channels last train 1.4 times as fast as channels first (lab-001, batches of 64, a core of an AMD EPYC, Zen 4).
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
