"""A part of the data set as files of its own, uncompressed: a process that trains on them starts in no time."""

import gzip
import struct


def write(source, folder, train, test):
    """Writes the first `train` training and `test` test images of the .gz files in `source` to `folder`."""
    for part, count in [("train", train), ("t10k", test)]:
        _cut(source, folder, f"{part}-images-idx3-ubyte", count, item=28 * 28, dimensions=3)
        _cut(source, folder, f"{part}-labels-idx1-ubyte", count, item=1, dimensions=1)


def _cut(source, folder, name, count, item, dimensions):
    with gzip.open(source / f"{name}.gz") as file:
        header = file.read(4 + 4 * dimensions)
        items = file.read(count * item)
    count = len(items) // item
    (folder / name).write_bytes(header[:4] + struct.pack(">I", count) + header[8:] + items)
