"""The layers of a Keras model's JSON in the order in which they compute, under the names that Lockstep gives them.

Without Keras, so that it reads what any version wrote. Sequential models, models in models, and functional models whose
layers follow each other one by one; Lockstep's own reader takes the same, and names layers alike.
"""

import dataclasses
import json
import re
import sys

MODELS = ("Sequential", "Functional", "Model")
# What a layer's tensors are called, in Keras' order, and the switch without which one is missing.
TENSORS = {
    "Conv2D": [("kernel", None), ("bias", "use_bias")],
    "Dense": [("kernel", None), ("bias", "use_bias")],
    "BatchNormalization": [("gamma", "scale"), ("beta", "center"), ("moving_mean", None), ("moving_variance", None)],
}  # fmt: skip
CHAIN = "expected a Sequential model, or a functional one whose layers follow each other one by one"


def fail(message):
    """Ends the script as bad data ends Lockstep."""
    print(message, file=sys.stderr)
    sys.exit(65)


@dataclasses.dataclass
class Layer:
    """A layer of the model or of one in it."""

    class_name: str
    config: dict
    name: str  # Lockstep's
    keras_name: str
    outer: tuple  # the models around it, outermost first: (their Keras names)
    place: str  # where Keras 3 stores its variables: "layers/sequential/layers/conv2d"
    inputs: int | None  # the last axis of what it was built for; None where the text does not say

    def shapes(self):
        """The name and shape of each tensor, None for an axis that the text does not say."""
        values = {switch for _, switch in TENSORS.get(self.class_name, []) if self.config.get(switch, True)} | {None}
        units = self.config.get("filters", self.config.get("units", self.inputs))
        size = self.config.get("kernel_size")
        size = [size, size] if isinstance(size, int) else list(size or [])
        kernel = [*size, self.inputs, units]
        return {
            name: kernel if name == "kernel" else [units]
            for name, switch in TENSORS.get(self.class_name, []) if switch in values
        }  # fmt: skip


class Model:
    """What a text says: a name, the input's shape (None where it says none), and the layers."""

    def __init__(self, text, source):
        self.source = source
        self.layers, self.shape, self.remarks, self._taken, self._given = [], None, [], set(), {}
        description = _loaded(text, source)
        class_name = description.get("class_name")
        self._require(class_name in MODELS, f"found a {class_name} model, {CHAIN}")
        config = description.get("config")
        self.name = _plain((config.get("name") if isinstance(config, dict) else None) or "sequential")
        self._precisions = set()
        self._append(description, (), "")
        built = config.get("build_input_shape") if isinstance(config, dict) else None
        self.shape = self.shape or built
        if self._precisions:
            self.remarks.append(f"{', '.join(sorted(self._precisions))}: Lockstep computes in float32")

    def json(self):
        """The model as Keras 3 would write one Sequential model of these layers."""
        layers = [] if self.shape is None else [_entry("InputLayer", self._input())]
        layers += [_entry(layer.class_name, {**layer.config, "name": layer.name}) for layer in self.layers]
        return json.dumps(_entry("Sequential", {"name": self.name, "layers": layers}, "keras"))

    def _input(self):
        return {"batch_shape": [None, *self.shape[1:]], "name": "input_layer"}

    def _append(self, model, outer, place):
        config = model.get("config") or {}
        entries = config if isinstance(config, list) else config.get("layers")
        self._require(isinstance(entries, list), "found a model without a list of layers")
        frozen = isinstance(config, dict) and config.get("trainable") is False
        self._note_precision(config if isinstance(config, dict) else {})
        if model["class_name"] != "Sequential":
            entries = self._chain(entries, config)
        used = {}
        for entry in entries:
            class_name, settings = entry.get("class_name"), dict(entry.get("config") or {})
            if frozen:
                settings["trainable"] = False
            if class_name == "InputLayer":
                self._note_shape(settings)
                continue
            # As Keras counts them: by class, model by model.
            number = used[class_name] = used.get(class_name, -1) + 1
            own_place = f"{place}layers/{_snake(class_name)}" + (f"_{number}" if number else "")
            if class_name in MODELS:
                name = settings.get("name") or _snake(class_name)
                inner = {**entry, "config": settings if entry.get("config") is not None else None}
                self._append(inner, (*outer, name), own_place + "/")
                continue
            self._note_shape(settings)
            self._note_precision(settings)
            for field in ("batch_input_shape", "batch_shape", "dtype"):
                settings.pop(field, None)
            keras_name = settings.get("name") or self._next(class_name)
            name = self._own(keras_name, outer)
            built = (entry.get("build_config") or {}).get("input_shape")
            inputs = built[-1] if isinstance(built, list) and built and isinstance(built[-1], int) else None
            self.layers.append(Layer(class_name, settings, name, keras_name, outer, own_place, inputs))

    def _chain(self, entries, config):
        """The layers of a functional model, from its input to its output."""
        following = {}
        for entry in entries:
            source = self._source(entry)
            self._require(source not in following, f"found two layers behind {source or 'the inputs'}; {CHAIN}")
            following[source] = entry
        chain = []
        while (entry := following.get(_name(chain[-1]) if chain else None)) and len(chain) < len(entries):
            chain.append(entry)
        output = config.get("output_layers")
        output = output[0] if output and isinstance(output[0], list) else output
        self._require(len(chain) == len(entries), f"found layers that nothing leads to; {CHAIN}")
        ends = not output or output[0] == _name(chain[-1])
        self._require(ends, f"found an output that is not the last layer's; {CHAIN}")
        return chain

    def _source(self, entry):
        """The layer whose output another takes; None for an input."""
        nodes = entry.get("inbound_nodes") or []
        if not nodes:
            return None
        node = nodes[0]
        arguments = node["args"] if isinstance(node, dict) else node
        first = arguments[0] if arguments else None
        history = first.get("config", {}).get("keras_history") if isinstance(first, dict) else first
        known = isinstance(history, list) and history and isinstance(history[0], str)
        self._require(len(nodes) == len(arguments) == 1 and known, f"layer {_name(entry)}: {CHAIN}")
        return history[0]

    def _note_shape(self, settings):
        shape = settings.get("batch_shape") or settings.get("batch_input_shape")
        if shape and self.shape is None and not self.layers:
            self.shape = shape

    def _note_precision(self, settings):
        value = settings.get("dtype")
        name = value.get("config", {}).get("name") if isinstance(value, dict) else value
        if name not in (None, "float32"):
            self._precisions.add(str(name))

    def _own(self, keras_name, outer):
        """The layer's name in Lockstep: without "/", and where that is taken in a nested model, behind the model's."""
        own = _plain(keras_name)
        if own in self._taken and outer:
            own = f"{_plain(outer[-1])}_{own}"
        if own != keras_name:
            first, count = own, 0
            while own in self._taken:
                count += 1
                own = f"{first}_{count}"
            self.remarks.append(f"layer {keras_name} is called {own}")
        self._require(own not in self._taken, f"found two layers with the name {own}")
        self._taken.add(own)
        return own

    def _next(self, class_name):
        name = _snake(class_name)
        count = self._given[name] = self._given.get(name, -1) + 1
        return f"{name}_{count}" if count else name

    def _require(self, condition, message):
        if not condition:
            fail(f"{self.source}: {message}")


def _loaded(text, source):
    value = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
    for _ in range(2):  # json.dump(model.to_json(), file) makes JSON of what is JSON already
        if isinstance(value, str):
            value = json.loads(value)
    if not isinstance(value, dict):
        fail(f"{source}: found JSON that describes no model")
    return value


def _entry(class_name, config, module="keras.layers"):
    return {"module": module, "class_name": class_name, "config": config, "registered_name": None}


def _name(entry):
    return entry.get("name") or (entry.get("config") or {}).get("name")


def _plain(name):
    return name.replace("/", "_")


def _snake(class_name):
    """As Keras' utils/naming.py."""
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", class_name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()
