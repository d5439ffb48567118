"""The course of Scripts/soak: one training through all its faults, and the comparison with an untouched one."""

import dataclasses
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

from . import small_data, soak_judgement, soak_strike
from .soak_injury import Injury
from .soak_job import Leftovers


@dataclasses.dataclass
class Traits:
    """What a training has in common, whoever computes it."""

    kernels: list
    seed: int
    shards: int
    steps_per_epoch: int


@dataclasses.dataclass
class Record:
    """What came of one fault."""

    injury: Injury
    outcome: soak_strike.Outcome
    verdict: soak_judgement.Verdict
    faults: list  # sentences about what was not as it should be
    seconds: float


@dataclasses.dataclass
class Result:
    records: list
    expected: str
    digests: list
    faults: list

    @property
    def is_right(self):
        faults = self.faults + [fault for record in self.records for fault in record.faults]
        return not faults and all(digest == self.expected for digest in self.digests)


class Course:
    def __init__(self, options, folder, random):
        self.options, self.folder, self.random = options, folder, random
        self.temporary = folder / "tmp"
        self.data = folder / "data"
        for path in (self.temporary, self.data):
            path.mkdir(exist_ok=True)
        small_data.write(options.data, self.data, options.images, test=100)
        self.environment = dict(
            os.environ, TMPDIR=str(self.temporary), OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1",
            LOCKSTEP_FAULT_LOG=str(folder / "struck.log"))
        self.lap = 0

    def run(self):
        self.traits = self._probe()
        epochs = self.options.epochs or self._epochs()
        self.training = [
            "train", "--model", self.options.model, "--epochs", str(epochs), "--data", str(self.data),
            "--checkpoint-every", self.options.checkpoint_every, "--no-report", "--verbose", "0"]
        expected, seconds = self._digest(self.folder / "untouched", threads=2)
        self._say(f"untouched run: {epochs} epochs in {seconds:.1f} s, weights sha256 {expected}")
        result = Result([], expected, [], [])
        self.leftovers = Leftovers(self.temporary)
        for kind in itertools.islice(self._deck(), self.options.kills):
            result.records.append(self._strike(kind))
            self._report(result.records)
            if result.records[-1].outcome.is_finished:
                self._finish(result)
        self._finish(result)
        return result

    def _deck(self):
        """All kinds, shuffled anew each time that all have had their turn."""
        while True:
            yield from self.random.sample(self.options.kinds, len(self.options.kinds))

    @property
    def run_folder(self):
        return self.folder / f"run-{self.lap}"

    def position(self):
        """The step of the newest checkpoint."""
        names = [path.name for path in (self.run_folder / "checkpoints").glob("step-*.safetensors")]
        return max((int(name.split("-")[1].split(".")[0]) for name in names), default=0)

    def _strike(self, kind):
        start, before = time.monotonic(), self.position()
        injury = Injury.draw(self.random, kind, before, self.options, self.traits)
        strike = soak_strike.Strike(
            injury, self._command(injury), self.environment, self.folder, self.run_folder / "metrics.jsonl")
        # A wrong number that nobody finds must not spoil what follows.
        keep = self.folder / "kept"
        if kind.name.startswith("flip") and self.run_folder.exists():
            shutil.rmtree(keep, ignore_errors=True)
            shutil.copytree(self.run_folder, keep)
        outcome = strike.run()
        verdict = soak_judgement.judge(injury, outcome.text) if outcome.has_struck else soak_judgement.Verdict((), ())
        faults = list(outcome.faults)
        if kind.name.startswith("flip") and outcome.has_struck and outcome.code not in kind.codes and keep.exists():
            shutil.rmtree(self.run_folder)
            keep.rename(self.run_folder)
        elif self.position() < before:
            faults.append(f"the newest checkpoint was that of step {before}, and is that of {self.position()}")
        faults += self._left(injury)
        return Record(injury, outcome, verdict, faults, time.monotonic() - start)

    def _left(self, injury):
        new = self.leftovers.new()
        # Nobody is left who could tidy up behind mpirun.
        if injury.kind.target == "launcher" or injury.starter == "mpirun" and injury.kind.target == "mpirun":
            for path in new:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            return []
        return [f"left behind: {path}" for path in new]

    def _finish(self, result):
        """Trains to the end, compares, and begins anew in case faults are left."""
        digest, seconds = self._digest(self.run_folder, "--resume", "auto", threads=2)
        self._say(f"run {self.lap + 1}: trained to its end in {seconds:.1f} s, weights sha256 {digest}")
        result.digests.append(digest)
        result.faults += [f"left behind: {path}" for path in self.run_folder.rglob(".lockstep-*")]
        shutil.rmtree(self.run_folder, ignore_errors=True) if digest == result.expected else None
        self.lap += 1

    def _digest(self, run_folder, *more, threads):
        """Trains in one process, without faults."""
        start = time.monotonic()
        command = [self.options.program, *self.training, "--threads", threads, "--output-dir", run_folder, *more]
        output = self._output(command)
        line = next((line for line in output.splitlines() if line.startswith("weights sha256: ")), "")
        return line.removeprefix("weights sha256: "), time.monotonic() - start

    def _command(self, injury):
        training = [
            *self.training, "--threads", injury.threads, "--output-dir", self.run_folder, "--resume", "auto",
            *soak_strike.options(injury)]
        if injury.starter == "mpirun":
            launcher = ["mpirun", "-n", injury.ranks, "--oversubscribe", "--bind-to", "none", self.options.program]
        elif injury.starter == "launch":
            launcher = [
                self.options.program, "launch", "local", "--ranks", injury.ranks, "--bind", "none", "--"]
        else:
            launcher = [self.options.program]
        return [str(word) for word in [*launcher, *training]]

    def _probe(self):
        """What a short training says of all of them."""
        folder = self.folder / "probe"
        command = [
            self.options.program, "train", "--model", self.options.model, "--epochs", 1, "--data", self.data,
            "--no-report", "--verbose", 0, "--output-dir", folder]
        self._output(command)
        records = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
        run = next(record["run"] for record in records if record["event"] == "run_start")
        shutil.rmtree(folder)
        configuration = run["configuration"]
        return Traits(self._kernels(), configuration["seed"], configuration["shards"], run["steps_per_epoch"])

    def _epochs(self):
        """As many as the faults need, by the steps that a run comes on from one to the next."""
        return 2 + self.options.kills * 3 * self.options.interval // self.traits.steps_per_epoch

    def _kernels(self):
        """The sets of one family that this processor runs."""
        def runs(kernels):
            command = [self.options.program, "summary", "--plan", "--model", self.options.model]
            environment = dict(self.environment, LOCKSTEP_KERNELS=kernels)
            return subprocess.run(command, env=environment, capture_output=True).returncode == 0
        return [kernels for kernels in ("avx2", "avx512") if runs(kernels)] or ["portable"]

    def _output(self, command):
        run = subprocess.run(
            [str(word) for word in command], env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
            text=True)
        if run.returncode != 0:
            sys.exit(f"soak: ended with {run.returncode}: {' '.join(map(str, command))}\n{run.stderr}")
        return run.stdout

    def _report(self, records):
        record = records[-1]
        remarks = record.faults + [f"not named: {', '.join(record.verdict.missing)}"] * (not record.verdict.is_right)
        with (self.folder / "faults.log").open("a") as file:
            verdict = "; ".join(remarks) or "right"
            file.write(f"=== {len(records)} {record.injury}: {verdict} ({record.seconds:.1f} s)\n{record.outcome.text}\n")
        if remarks:
            self._say(f"{len(records)}: {record.injury}: {'; '.join(remarks)}")
        elif len(records) % 50 == 0:
            mean = statistics.mean(record.seconds for record in records)
            self._say(f"{len(records)} of {self.options.kills} faults, {mean:.2f} s each, step {self.position()}")

    @staticmethod
    def _say(text):
        print(text, file=sys.stderr, flush=True)
