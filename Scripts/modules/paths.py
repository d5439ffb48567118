"""Where things are: the repository, the program, the data set."""

import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/lockstep"
DATA = pathlib.Path(os.environ.get("LOCKSTEP_DATA", "/usr/share/datasets/fashion-mnist"))
PRESETS = ROOT / "Sources/Network/Presets"
