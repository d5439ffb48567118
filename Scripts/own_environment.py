"""A virtual environment of its own for a script, made on first use."""

import os
import pathlib
import subprocess
import sys
import venv

FOLDER = pathlib.Path(__file__).resolve().parent.parent / ".venv-compare"
CPU_INDEX = ["--index-url", "https://download.pytorch.org/whl/cpu", "--retries", "0", "--timeout", "15"]


def enter():
    """Goes on in the environment, with TensorFlow and PyTorch installed; does nothing inside of any environment."""
    if sys.prefix != sys.base_prefix:
        return
    python, complete = FOLDER / "bin/python", FOLDER / "complete"
    if not complete.exists():
        print(f"installing TensorFlow and PyTorch into {FOLDER} (once) ...", file=sys.stderr, flush=True)
        try:
            venv.create(FOLDER, clear=True, with_pip=True)
        except subprocess.CalledProcessError:
            sys.exit("cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv")
        # Without CUDA, which is gigabytes; what it depends on, or all of it if that index is out of reach, comes next.
        _install(python, "torch", "--no-deps", *CPU_INDEX)
        if not _install(python, "torch", "tensorflow-cpu"):
            sys.exit(f"cannot install TensorFlow and PyTorch for Python {sys.version.split()[0]}; see above")
        complete.touch()
    os.execv(python, [python, *sys.argv])


def _install(python, *arguments):
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, stdout=sys.stderr).returncode == 0
