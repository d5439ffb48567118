"""The runs of Scripts/growth: short trainings whose speed is read from their metrics."""

import gzip
import json
import pathlib
import struct
import subprocess
import sys
import tempfile

from . import machine


class Runner:
    """Trains the points of an axis, on as many images as a measurement has time for."""

    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.images = {}
        version = f"Lockstep {machine.run([options.lockstep, '--version']).strip()}, commit {machine.commit()}"
        self.about = f"lab-001, {machine.processor()}, {options.cpus} CPUs, {version}"

    def speed(self, point):
        """Images per second, start-up and loading not counted."""
        most = 60_000 // (point.size // 28) ** 2
        if point not in self.images:
            rate = self._train(point, min(most, max(point.batch, 512)))
            self.images[point] = min(most, max(2 * point.batch, int(self.options.seconds * rate)))
        return self._train(point, self.images[point])

    def _train(self, point, images):
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            model, run = pathlib.Path(folder, "model.json"), pathlib.Path(folder, "run")
            model.write_text(point.model)
            command = [machine.LAUNCH, "--program", self.options.lockstep, "--ranks", point.ranks, "--", "train"]
            command += ["--model", model, "--threads", point.threads, "--batch-size", point.batch]
            command += ["--shards", point.shards, "--epochs", 1, "--verbose", 0]
            command += ["--validation-split", 0, "--validation-data", "none", "--limit-train-images", images]
            command += ["--limit-test-images", 100, "--data", self._data(point.size), "--output-dir", run]
            try:
                machine.run(command)
            except subprocess.CalledProcessError as failure:
                sys.exit(f"{point.label}: ended with {failure.returncode}:\n{failure.stderr}")
            records = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
            return next(record["images_per_second"] for record in records if record["event"] == "epoch")

    def _data(self, size):
        """The folder with images of size x size: the data set, or its first images with every pixel repeated."""
        if size == 28:
            return self.options.data
        folder, times = self.folder / str(size), size // 28
        if not folder.exists():
            folder.mkdir()
            for part, count in (("train", 60_000 // times**2), ("t10k", 100)):
                pixels = self._read(f"{part}-images-idx3-ubyte", 16)[: count * 784]
                rows = [pixels[start : start + 28] for start in range(0, len(pixels), 28)]
                wide = [b"".join(bytes([pixel]) * times for pixel in row) * times for row in rows]
                header = struct.pack(">IIII", 0x803, count, size, size)
                (folder / f"{part}-images-idx3-ubyte").write_bytes(header + b"".join(wide))
                labels = self._read(f"{part}-labels-idx1-ubyte", 8)[:count]
                (folder / f"{part}-labels-idx1-ubyte").write_bytes(struct.pack(">II", 0x801, count) + labels)
        return folder

    def _read(self, name, header):
        with gzip.open(self.options.data / f"{name}.gz") as file:
            return file.read()[header:]
