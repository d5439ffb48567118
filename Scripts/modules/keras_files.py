"""Files of any Keras: the architecture as one Sequential model, and the weights under Lockstep's names.

Reads HDF5 itself, so that no version of Keras need understand what another wrote. A tensor is taken only where the
architecture has one of its name and shape.
"""

import io
import json
import pathlib
import re
import zipfile

import h5py
import numpy as np

from .keras_layers import TENSORS, Model, fail

# What Keras 3 and late versions of Keras 2 call the group of a model's layers.
CONTAINERS = ("layers", "_layer_checkpoint_dependencies")
UNREADABLE = (OSError, KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError, zipfile.BadZipFile)


def read(path, architecture=None):
    """The JSON, the tensors and remarks of a .keras or .h5 file, or of weights alone and the file `architecture`."""
    try:
        text = None if architecture is None else architecture.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                text = archive.read("config.json") if text is None else text
                weights = io.BytesIO(archive.read("model.weights.h5"))
            with h5py.File(weights) as file:
                return _taken(text, file, path)
        if not h5py.is_hdf5(path):
            fail(f"{path}: found neither a .keras archive nor an HDF5 file (.h5)")
        with h5py.File(path) as file:
            text = file.attrs.get("model_config") if text is None else text
            return _taken(_text(text), file, path)
    except UNREADABLE as error:
        fail(f"{path}: found no model that can be read: {type(error).__name__}: {first_line(error)}")


def _taken(text, file, source):
    if text is None:
        fail(f"{source}: found weights without an architecture; name its JSON with --model")
    model = Model(text, source)
    unknown = [layer for layer in model.layers if layer.class_name not in TENSORS]
    group = file.get("model_weights", file)
    if _names(group, "layer_names") is not None:
        found = _legacy(group, model)
    else:
        found = {id(layer): _variables(file, layer, source) for layer in model.layers}
        _require_all(file, model)
    for layer in unknown:
        if found.get(id(layer)):
            fail(
                f"{source}: layer {layer.keras_name} ({layer.class_name}): found {len(found[id(layer)])} tensors, "
                f"expected weights in {', '.join(TENSORS)} only"
            )
    tensors = {}
    for layer in model.layers:
        tensors |= _checked(layer, found.get(id(layer), []), source)
    return model.json(), tensors, model.remarks


def _checked(layer, values, source):
    """A layer's tensors by name, if they are as many and of such shapes as the architecture says."""
    expected = layer.shapes() if layer.class_name in TENSORS else {}
    where = f"{source}: layer {layer.keras_name} ({layer.class_name})"
    if len(values) != len(expected):
        fail(f"{where}: found {len(values)} tensors, expected {len(expected)}: {', '.join(expected) or 'none'}")
    channels = None
    for value, (name, shape) in zip(values, expected.items()):
        fits = len(shape) == value.ndim and all(want in (None, size) for want, size in zip(shape, value.shape))
        if layer.class_name == "BatchNormalization":
            channels = channels or value.shape
            fits = value.ndim == 1 and value.shape == channels
        if not fits:
            wanted = ", ".join("any" if want is None else str(want) for want in shape)
            fail(f"{where}: {name}: found shape {list(value.shape)}, expected [{wanted}]")
    return {f"{layer.name}.{name}": value for name, value in zip(expected, values)}


def _variables(file, layer, source):
    """A layer's variables as Keras 3 stores them, by number."""
    group = file
    for part in layer.place.split("/"):
        name = part if part != "layers" else next((name for name in CONTAINERS if name in group), part)
        group = group.get(name)
        if group is None:
            if layer.class_name in TENSORS:
                fail(f"{source}: layer {layer.keras_name} ({layer.class_name}): found no weights at {layer.place}")
            return []
    variables = group.get("vars", {})
    name = _text(variables.attrs.get("name")) if hasattr(variables, "attrs") else None
    if name is not None and layer.class_name in TENSORS and not _alike(name, layer.keras_name):
        fail(f"{source}: layer {layer.keras_name}: found the weights of {name} at {layer.place}; is it another model?")
    return [_single(variables[key]) for key in sorted(variables, key=int)]


def _require_all(file, model):
    """Fails where the file has the variables of a layer that the architecture has not."""
    known = {_place(layer.place) for layer in model.layers}

    def visit(name, item):
        parts = name.split("/")
        # A dropout's random state is no weight, nor are an optimiser's moments.
        if isinstance(item, h5py.Dataset) and len(parts) > 2 and parts[-2] == "vars" and parts[0] in CONTAINERS:
            place = "/".join(parts[:-2])
            if "seed_generator" not in parts and _place(place) not in known:
                fail(f"{model.source}: found weights at {place}, where the architecture has none; is it another model?")

    file.visititems(visit)


def _place(name):
    return "/".join(CONTAINERS[0] if part in CONTAINERS else part for part in name.split("/"))


def _legacy(group, model):
    """The weights of each layer of an .h5 file of Keras 2, or of Keras 3's writer of these."""
    found, places = {}, _legacy_places(group, model)
    for layer in model.layers:
        outermost = places.get(layer.outer[0] if layer.outer else layer.keras_name)
        if outermost is None:
            continue
        names = _names(group[outermost], "weight_names") or []
        if layer.outer:
            names = _of_nested(names, layer, model)
        _check_kinds(names, layer, model.source)
        found[id(layer)] = [_single(group[outermost][name]) for name in names]
    return found


def _legacy_places(group, model):
    """Which group has the weights of each outermost layer: that of its name, or as Keras has it, the one in its place."""
    stored = [name for name in _names(group, "layer_names") if _names(group[name], "weight_names")]
    wanted = dict.fromkeys(
        layer.outer[0] if layer.outer else layer.keras_name for layer in model.layers if layer.class_name in TENSORS
    )
    if set(wanted) == set(stored):
        return {name: name for name in stored}
    for want, name in zip(wanted, [*stored, *[None] * len(wanted)]):
        if name is None or not _alike(want, name):
            fail(f"{model.source}: layer {want}: found {name or 'no weights'} in its place; is it another model?")
    if len(stored) > len(wanted):
        fail(f"{model.source}: found the weights of {stored[len(wanted)]}, expected no more; is it another model?")
    return dict(zip(wanted, stored))


def _alike(one, other):
    """Whether two names are the same but for the number that Keras gives to the next of a kind."""
    return re.sub(r"_\d+$", "", one) == re.sub(r"_\d+$", "", other)


def _of_nested(names, layer, model):
    """Of all weights of a nested model, those of one layer in it, in the order of its tensors."""
    if layer.class_name not in TENSORS:
        return []
    own = [name for name in names if name.rsplit("/", 1)[0].endswith(layer.keras_name)
           and ("/" + name.rsplit("/", 1)[0]).endswith("/" + layer.keras_name)]  # fmt: skip
    order = list(layer.shapes())
    kinds = [_kind(name) for name in own]
    if sorted(kinds) != sorted(order):
        fail(
            f"{model.source}: layer {layer.keras_name} of {'/'.join(layer.outer)}: found the weights "
            f"{', '.join(own) or 'none'}, expected {', '.join(order)}; save the model as .keras"
        )
    return [own[kinds.index(name)] for name in order]


def _check_kinds(names, layer, source):
    """Fails where a weight says that it is another than the one in its place."""
    kinds = {name for tensors in TENSORS.values() for name, _ in tensors}
    for name, expected in zip(names, layer.shapes()):
        if _kind(name) in kinds and _kind(name) != expected:
            fail(f"{source}: layer {layer.keras_name}: found the weight {name}, expected {expected}")


def _kind(name):
    """`kernel` of "dense/kernel_1:0"."""
    return re.sub(r"_\d+$", "", name.rsplit("/", 1)[-1].split(":")[0])


def _names(group, attribute):
    """A list of names, which Keras cuts into several attributes where it is long; None where there is none."""
    if attribute in group.attrs:
        return [_text(name) for name in group.attrs[attribute]]
    parts = []
    while f"{attribute}{len(parts)}" in group.attrs:
        parts.append([_text(name) for name in group.attrs[f"{attribute}{len(parts)}"]])
    return [name for part in parts for name in part] if parts else None


def _single(dataset):
    """In single precision; two bytes that NumPy has no name for are a bfloat16, the upper half of a float."""
    values = dataset[()]
    if _text(dataset.attrs.get("dtype")) == "bfloat16" or values.dtype.kind == "V":
        values = (values.view(np.uint16).astype(np.uint32) << 16).view(np.float32)
    return np.ascontiguousarray(values, np.float32)


def _text(value):
    if isinstance(value, np.ndarray):
        value = value.item() if value.ndim == 0 else value.tobytes()
    return value.rstrip(b"\0").decode() if isinstance(value, bytes) else value


def write(path, contents):
    """Writes a file, complete or not at all."""
    part = pathlib.Path(f"{path}.part")
    part.write_bytes(contents)
    part.replace(path)


def first_line(error):
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def summary(text, tensors):
    """What was read, in words."""
    count = sum(tensor.size for tensor in tensors.values())
    layers = [layer for layer in json.loads(text)["config"]["layers"] if layer["class_name"] != "InputLayer"]
    return f"{len(tensors)} tensors, {count:,} parameters of {len(layers)} layers"
