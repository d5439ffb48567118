"""The runs of Scripts/count-messages: short trainings of many ranks, whose calls of MPI are counted."""

import dataclasses
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from . import paths, small_data

COUNTER = paths.ROOT / "Scripts/modules/mpi_counts.c"
# What is left of Open MPI's choice is the same for every number of ranks, and nothing is bound.
OPTIONS = ["--oversubscribe", "--bind-to", "none", "--mca", "mpi_yield_when_idle", "1", "--mca", "btl", "self,vader"]
OPTIONS += ["--mca", "btl_vader_single_copy_mechanism", "none"]
MONITOR = ["--mca", "pml_monitoring_enable", "1", "--mca", "pml_monitoring_enable_output", "3"]
# Its windows are none that ranks share.
MONITOR += ["--mca", "osc", "^monitoring"]


@dataclasses.dataclass
class Counts:
    """What one run came to: of calls and messages those of the rank that has most, of memory the mean, in MB."""

    steps: int
    calls: dict
    bytes: dict
    partners: dict
    seconds: float
    images_per_second: float
    messages: int
    message_bytes: int
    message_partners: int
    # For each rank, how many messages it has sent to which.
    sent: list
    memory: float
    files: int
    digest: str


class Runner:
    """Trains `steps` steps on `ranks` ranks, of which `host` share memory; 0 for all."""

    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.library = folder / "mpi_counts.so"
        subprocess.run(["mpicc", "-O1", "-shared", "-fPIC", "-o", self.library, COUNTER], check=True)
        self.model = folder / "model.json"
        self.model.write_text(json.dumps(_model()))
        # What takes the time of a start is then not to unpack the images, which is the same for any number of ranks.
        self.data = folder / "data"
        self.data.mkdir()
        small_data.write(options.data, self.data, options.shards * (options.steps + 2), options.shards)

    def run(self, ranks, host, steps, monitors):
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            started = time.monotonic()
            result = subprocess.run(
                [str(word) for word in self._command(ranks, host, steps, monitors, folder)],
                stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=self.options.timeout,
            )
            seconds = time.monotonic() - started
            if result.returncode:
                sys.exit(f"{ranks} ranks, {steps} steps: ended with {result.returncode}:\n{result.stderr}")
            return _counts(pathlib.Path(folder), ranks, steps, seconds, result.stdout)

    def _command(self, ranks, host, steps, monitors, folder):
        command = ["mpirun", "-n", ranks, *OPTIONS]
        if monitors:
            command += [*MONITOR, "--mca", "pml_monitoring_filename", f"{folder}/sent"]
        for name, value in [("LD_PRELOAD", self.library), ("COUNT_MESSAGES_FOLDER", folder), ("COUNT_MESSAGES_HOST", host)]:
            command += ["-x", f"{name}={value}"]
        shards = self.options.shards
        command += [self.options.lockstep, "train", "--model", self.model, "--shards", shards, "--batch-size", shards]
        command += ["--limit-train-images", shards * steps, "--limit-test-images", shards, "--validation-split", 0]
        command += ["--validation-data", "none", "--epochs", 1, "--threads", 1, "--seed", 7, "--verbose", 0, "--no-report"]
        # Both come every so many steps, and would be counted as steps' own.
        command += ["--check-weights-every", "none", "--audit-every", "none"]
        return command + ["--data", self.data, "--output-dir", f"{folder}/run"]


def _counts(folder, ranks, steps, seconds, output):
    calls, size, partners, memory, files = {}, {}, {}, [], 0
    for path in folder.glob("rank-*"):
        for line in path.read_text().splitlines():
            name, *numbers = line.split()
            if name == "pss_kb":
                memory.append(int(numbers[0]) / 1024)
            elif name == "files":
                files = max(files, int(numbers[0]))
            else:
                for most, number in zip((calls, size, partners), numbers):
                    most[name] = max(most.get(name, 0), int(number))
    if len(memory) != ranks:
        sys.exit(f"{len(memory)} of {ranks} ranks have said what they did")
    sent = [_sent(folder / f"sent.{rank}.prof") for rank in range(ranks)]
    messages = max(sum(entry[0] for entry in peers.values()) for peers in sent)
    volume = max(sum(entry[1] for entry in peers.values()) for peers in sent)
    sent = [{peer: entry[0] for peer, entry in peers.items()} for peers in sent]
    digest = re.search(r"weights sha256: (\w+)", output).group(1)
    rate = float(re.search(r"images/s: (\d+)", output).group(1))
    return Counts(
        steps, calls, size, partners, seconds, rate, messages, volume, max(map(len, sent)), sent, sum(memory) / ranks, files,
        digest,
    )


def _sent(path):
    """Messages and bytes that a rank has sent to each other one: "E 0 1 83362 bytes 49 msgs sent …"."""
    peers = {}
    for line in path.read_text().splitlines() if path.exists() else []:
        words = line.split()
        if words and words[0] in ("E", "I"):
            before = peers.get(words[2], (0, 0))
            peers[words[2]] = (before[0] + int(words[5]), before[1] + int(words[3]))
    return peers


def _model():
    """A network of 7,850 parameters, in Keras' JSON."""
    layers = [
        {"class_name": "InputLayer", "config": {"batch_shape": [None, 28, 28, 1], "name": "input"}},
        {"class_name": "Flatten", "config": {"name": "flatten"}},
        {"class_name": "Dense", "config": {"name": "dense", "units": 10, "activation": "softmax"}},
    ]
    return {"class_name": "Sequential", "config": {"name": "tiny", "layers": layers}}
