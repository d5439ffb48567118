"""Lockstep's side of Scripts/compare: the program, started anew for each measurement."""

import json
import pathlib
import subprocess
import sys
import tempfile

from . import machine


class Side:
    """`lockstep train` and `lockstep evaluate`, as Launch/local starts them: on all CPUs that this process may use."""

    def __init__(self, options):
        self.options = options
        self.launch = [machine.LAUNCH, "--program", options.lockstep]
        self.launch += ["--ranks", options.ranks] if options.ranks else []
        self.folder = tempfile.TemporaryDirectory(prefix="lockstep-compare-")
        # A short run before anything is timed: it tells the setting, and leaves a model to evaluate.
        records = self._run(f"{self.folder.name}/model", images=1000)
        plan = next(record["run"] for record in records if record["event"] == "run_start")
        placement = f"ranks x threads {plan['ranks']} x {plan['threads']} ({plan['communicator']})"
        if options.evaluate:
            placement = f"one process with {options.cpus} threads"
        self.about = f"Lockstep {plan['version']}, commit {machine.commit()}: {plan['kernels']} kernels, {placement}"

    def train(self):
        """Trains one epoch; returns its images per second, start-up and loading not counted."""
        with tempfile.TemporaryDirectory(prefix="lockstep-compare-") as folder:
            records = self._run(f"{folder}/run", self.options.images)
            return next(record["images_per_second"] for record in records if record["event"] == "epoch")

    def evaluate(self):
        """Scores the test images; returns images per second, start-up and loading not counted."""
        command = [*self.launch, "--", "evaluate", "--model-file", f"{self.folder.name}/model/model.safetensors"]
        output = _output([*command, "--data", self.options.data, "--threads", self.options.cpus])
        rate = next(line for line in output.splitlines() if line.startswith("images/s: "))
        return float(rate.removeprefix("images/s: "))

    def _run(self, folder, images):
        """Trains one epoch; returns the records of its metrics.jsonl."""
        command = [*self.launch, "--", "train", "--model", self.options.model, "--epochs", 1]
        command += ["--batch-size", self.options.batch_size, "--data", self.options.data, "--output-dir", folder]
        command += ["--validation-split", 0, "--validation-data", "none", "--verbose", 0]
        # The same course for all sides, whatever the preset's recipe is.
        command += ["--optimizer", "adam", "--learning-rate", 0.001, "--schedule", "constant", "--no-augment"]
        command += ["--label-smoothing", 0, "--weight-average", "none", "--test-augmentation", "none"]
        command += ["--limit-train-images", images] if images else []
        _output(command)
        return [json.loads(line) for line in pathlib.Path(folder, "metrics.jsonl").read_text().splitlines()]


def _output(command):
    """The standard output of a command; where it fails, this script ends as it did."""
    try:
        return machine.run(command)
    except subprocess.CalledProcessError as failure:
        print(f"{' '.join(failure.cmd)}\nended with {failure.returncode}:\n{failure.stderr}", file=sys.stderr)
        sys.exit(failure.returncode)
