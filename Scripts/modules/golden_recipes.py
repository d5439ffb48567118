"""Golden values of optimisers, learning-rate schedules, clipping, smoothed labels and penalties: for Scripts/keras-golden.py.

A small model, with penalties of all kinds and a batch normalisation, takes six steps by each recipe: three epochs over the
first 64 training images, 32 in a step, in their order. It has neither a rectifier nor a maximum, so that no rounding error
decides anything. The file holds the mean loss of every epoch, penalties included, and the weights after the last step; where
the recipe averages weights, their average.

A recipe is written as Lockstep's configuration has it, and Keras' optimiser is made of the same fields. Learning rates are set
before every step, in double precision: a schedule of Keras computes them in single precision.
"""

import json
import math

from . import fashion_mnist, golden_values, keras_side  # keras_side before Keras: it chooses the backend
import keras
import numpy as np
import tensorflow as tf

SEED, IMAGES, BATCH, EPOCHS = 4, 64, 32, 3
STEPS_PER_EPOCH = IMAGES // BATCH
WHOLE = 30  # tensors up to this size are kept whole
SAMPLES = 30  # about as many elements are kept of larger ones

CONSTANT = {"name": "constant", "warmup_epochs": 0}
ADAM = {"name": "adam", "learning_rate": 0.01, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-3}
SGD = {"name": "sgd", "learning_rate": 0.1, "momentum": 0.0, "nesterov": False}
RMSPROP = {"name": "rmsprop", "learning_rate": 0.01, "rho": 0.9, "momentum": 0.0, "epsilon": 1e-3, "centered": False}
PLAIN = {"weight_decay": 0.0, "exclude_from_weight_decay": []}


def recipe(name, optimizer, schedule=CONSTANT, label_smoothing=0.0, **changes):
    optimizer = {**optimizer, **PLAIN, **changes}
    return {"name": name, "optimizer": optimizer, "schedule": schedule, "labelSmoothing": label_smoothing}


def ruled_architecture():
    """A model with L1 penalties, constraints, frozen layers, initialisers and smooth functions, as Keras' JSON."""
    layers, regularizers, constraints = keras.layers, keras.regularizers, keras.constraints
    constant = keras.initializers.Constant
    model = keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(
                6, 5, 2, "same", activation="silu", bias_initializer=constant(0.1), name="conv",
                kernel_regularizer=regularizers.L1(0.003), kernel_constraint=constraints.MaxNorm(0.7, axis=[0, 1, 2]),
            ),
            layers.AveragePooling2D(3, name="pool"),
            layers.BatchNormalization(
                gamma_initializer=constant(0.9), beta_initializer=constant(0.2), moving_mean_initializer=constant(0.1),
                moving_variance_initializer=constant(2.0), trainable=False, name="frozen_norm",
            ),
            layers.Conv2D(
                5, 3, activation="softplus", bias_initializer=constant(0.05), kernel_regularizer="l2", trainable=False,
                name="frozen_conv",
            ),
            layers.Flatten(name="flatten"),
            layers.Dense(
                12, activation="softsign", name="middle", kernel_constraint=constraints.UnitNorm(axis=-1),
                kernel_regularizer=regularizers.L1L2(0.002, 0.01), bias_constraint="non_neg",
            ),
            layers.BatchNormalization(momentum=0.8, beta_constraint="non_neg", name="norm"),
            layers.Dense(
                10, bias_initializer=constant(-0.1), bias_regularizer="l1", name="dense",
                kernel_constraint=constraints.MinMaxNorm(0.2, 0.8, rate=0.5),
            ),
        ],
        name="rules",
    )
    return model.to_json()


RECIPES = [
    recipe("gradient descent", SGD),
    recipe("momentum, weight decay", SGD, momentum=0.9, weight_decay=0.05),
    recipe("Nesterov's momentum, clipped", SGD, momentum=0.9, nesterov=True, clip_norm=0.5),
    recipe("Adam, smoothed labels", ADAM, label_smoothing=0.1),
    recipe(
        "AdamW, averaged", {**ADAM, "name": "adamw"}, weight_decay=0.5, ema_momentum=0.75,
        exclude_from_weight_decay=["bias", "beta"],
    ),
    recipe("Adam, clipped", ADAM, clip_norm=0.25),
    recipe("RMSprop", RMSPROP),
    recipe("RMSprop, centred, momentum, weight decay", RMSPROP, centered=True, momentum=0.5, weight_decay=0.1),
    recipe("cosine", SGD, {"name": "cosine", "warmup_epochs": 0, "final_factor": 0.1}),
    recipe("cosine behind a warm-up", ADAM, {"name": "cosine", "warmup_epochs": 1.5, "final_factor": 0}),
    recipe("steps", SGD, {"name": "step", "warmup_epochs": 0, "step_epochs": 0.5, "step_factor": 0.5}),
    recipe(
        "one cycle", SGD,
        {"name": "one-cycle", "warmup_epochs": 0, "peak": 0.5, "initial_factor": 0.04, "final_factor": 0.01},
    ),
]  # fmt: skip

# The same on another model.
RULED_RECIPES = [
    recipe("rules, gradient descent", SGD, momentum=0.9),
    recipe("rules, RMSprop, clipped", RMSPROP, clip_norm=0.5),
    recipe("rules, AdamW, averaged", {**ADAM, "name": "adamw"}, weight_decay=0.1, ema_momentum=0.75),
]


def architecture():
    """The model as Keras' JSON."""
    layers, l2 = keras.layers, keras.regularizers.L2
    model = keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            # Without a bias, which hardly has a gradient in front of a batch normalisation.
            layers.Conv2D(6, 5, 2, "same", use_bias=False, activation="gelu", kernel_regularizer=l2(0.01), name="conv"),
            layers.AveragePooling2D(3, name="pool"),
            layers.BatchNormalization(momentum=0.8, gamma_regularizer=l2(0.02), name="norm"),
            layers.Flatten(name="flatten"),
            layers.Dense(10, kernel_regularizer=l2(0.01), bias_regularizer=l2(0.05), name="dense"),
        ],
        name="recipes",
    )
    return model.to_json()


def factor(schedule, step):
    """What the learning rate is multiplied by in a step, by the formulas of Keras and, for one-cycle, PyTorch."""
    total, warmup = EPOCHS * STEPS_PER_EPOCH, schedule["warmup_epochs"] * STEPS_PER_EPOCH
    if step + 1 < warmup:
        return (step + 1) / warmup

    def wave(start, end, share):
        return end + (start - end) / 2 * (1 + math.cos(math.pi * share))

    match schedule["name"]:
        case "constant":
            return 1
        case "cosine":
            # CosineDecay(decay_steps=total - warmup, alpha=final_factor)
            return wave(1, schedule["final_factor"], max(0, step - warmup) / (total - warmup))
        case "step":
            # ExponentialDecay(decay_steps=step_epochs, decay_rate=step_factor, staircase=True)
            return schedule["step_factor"] ** math.floor(step / (schedule["step_epochs"] * STEPS_PER_EPOCH))
        case "one-cycle":
            # OneCycleLR(pct_start=peak), whose phases end with these steps
            top, last = schedule["peak"] * total - 1, total - 1
            if step <= top:
                return wave(schedule["initial_factor"], 1, step / top)
            return wave(1, schedule["final_factor"], (step - top) / (last - top))


def make_optimizer(fields):
    common = {
        "learning_rate": fields["learning_rate"],
        "weight_decay": fields["weight_decay"] or None,
        "global_clipnorm": fields.get("clip_norm"),
        "use_ema": "ema_momentum" in fields,
        "ema_momentum": fields.get("ema_momentum", 0.99),
    }
    if fields["name"] == "rmsprop":
        own = {name: fields[name] for name in ("rho", "momentum", "epsilon", "centered")}
        optimizer = keras.optimizers.RMSprop(**own, **common)
    elif fields["name"] == "sgd":
        optimizer = keras.optimizers.SGD(momentum=fields["momentum"], nesterov=fields["nesterov"], **common)
    else:
        kind = keras.optimizers.AdamW if fields["name"] == "adamw" else keras.optimizers.Adam
        # As NumPy's doubles, betas are not rounded to single precision on the way.
        betas = {name: np.float64(fields[name]) for name in ("beta_1", "beta_2")}
        optimizer = kind(epsilon=fields["epsilon"], **betas, **common)
    if fields["exclude_from_weight_decay"]:
        optimizer.exclude_from_weight_decay(var_names=fields["exclude_from_weight_decay"])
    return optimizer


def train(folder, description, chosen, dtype):
    """The losses of the epochs, and the names and values of all weights after the last."""
    keras.config.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)
    description = chosen.get("architecture", description)
    model = keras.models.model_from_json(json.dumps(without_dtype(json.loads(description))))
    variables = [variable for layer in model.layers for variable in layer.weights]
    for variable, values in zip(variables, golden_values.initial_weights(variables, SEED), strict=True):
        variable.assign(values)
    optimizer = make_optimizer(chosen["optimizer"])
    loss_function = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=chosen["labelSmoothing"])
    images, labels = fashion_mnist.read(folder, "train", dtype, IMAGES)
    labels = np.eye(10, dtype=dtype)[labels]
    losses = []
    for step in range(EPOCHS * STEPS_PER_EPOCH):
        batch = slice(step % STEPS_PER_EPOCH * BATCH, (step % STEPS_PER_EPOCH + 1) * BATCH)
        optimizer.learning_rate = chosen["optimizer"]["learning_rate"] * factor(chosen["schedule"], step)
        with tf.GradientTape() as tape:
            loss = loss_function(labels[batch], model(images[batch], training=True))
            loss += sum(model.losses)
        gradients = tape.gradient(loss, [v.value for v in model.trainable_variables])
        optimizer.apply(gradients, model.trainable_variables)
        losses.append(float(loss))
    if optimizer.use_ema:
        optimizer.finalize_variable_values(model.trainable_variables)
    for variable in variables:
        assert variable.numpy().dtype == dtype, f"Keras computed in {variable.numpy().dtype}, not in {dtype}"
    names = [f"{layer.name}.{variable.name}" for layer in model.layers for variable in layer.weights]
    means = np.reshape(losses, (EPOCHS, STEPS_PER_EPOCH)).mean(axis=1)
    return [float(loss) for loss in means], names, [variable.numpy() for variable in variables]


def without_dtype(value):
    """Layers take the current type where they name none."""
    if isinstance(value, list):
        return [without_dtype(element) for element in value]
    if not isinstance(value, dict):
        return value
    return {key: without_dtype(element) for key, element in value.items() if key != "dtype"}


def document(description, results):
    entries = []
    for chosen, losses, names, weights in results:
        tensors = []
        for name, weight in zip(names, weights, strict=True):
            step = golden_values.stride(weight.shape, WHOLE, SAMPLES)
            tensors.append(
                f'  {{ "name": "{name}", "shape": {list(weight.shape)}, "stride": {step},\n'
                f'    "weights": {golden_values.record(weight, step)} }}'
            )
        fields = ", ".join(f'"{key}": {json.dumps(value)}' for key, value in chosen.items())
        entries.append(
            f'{{ {fields},\n  "losses": {json.dumps(losses)},\n  "tensors": [\n' + ",\n".join(tensors) + "\n] }"
        )
    source = f"Scripts/keras-golden.py, Keras {keras.__version__}, TensorFlow {tf.__version__}, float64"
    return (
        f'{{\n"source": "{source}",\n"seed": {SEED}, "images": {IMAGES}, "batchSize": {BATCH}, "epochs": {EPOCHS},\n'
        f'"architecture": {json.dumps(description)},\n"recipes": [\n' + ",\n".join(entries) + "\n]\n}\n"
    )


def write(folder, path):
    """Writes the file, and prints how far Keras in single precision is from its values."""
    description = architecture()
    ruled = [{**chosen, "architecture": ruled_architecture()} for chosen in RULED_RECIPES]
    results = []
    for chosen in RECIPES + ruled:
        losses, names, weights = train(folder, description, chosen, "float64")
        single = train(folder, description, chosen, "float32")[2]
        results.append((chosen, losses, names, weights))
        furthest = max(
            (float(np.abs(found - exact).max() / np.abs(exact).max()), name)
            for name, exact, found in zip(names, weights, single, strict=True)
        )
        print(f"{chosen['name']}: losses {losses}, Keras in float32 is off by {furthest[0]:.1e} in {furthest[1]}")
    text = document(description, results)
    json.loads(text)
    path.write_text(text)
    print(f"{path}: {len(text)} bytes")
