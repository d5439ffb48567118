"""A virtual environment of the scripts' own, made on first use; each script adds the packages that it wants."""

import os
import subprocess
import sys
import venv

from . import paths

FOLDER = paths.ROOT / ".venv-compare"
CPU_INDEX = ["--index-url", "https://download.pytorch.org/whl/cpu", "--retries", "0", "--timeout", "15"]


def enter(*packages):
    """Goes on in the environment, with the packages installed; does nothing inside of any environment."""
    if sys.prefix != sys.base_prefix:
        return
    python, installed = FOLDER / "bin/python", FOLDER / "installed"
    known = installed.read_text().split() if installed.exists() else []
    missing = [package for package in packages if package not in known]
    if missing:
        print(f"installing {', '.join(missing)} into {FOLDER} (once) ...", file=sys.stderr, flush=True)
        try:
            venv.create(FOLDER, with_pip=True)
        except subprocess.CalledProcessError:
            sys.exit("cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv")
        if "torch" in missing:
            # Without CUDA, which is gigabytes; what it depends on, or all if that index is out of reach, comes next.
            _install(python, "torch", "--no-deps", *CPU_INDEX)
        if not _install(python, *missing):
            sys.exit(f"cannot install {', '.join(missing)} for Python {sys.version.split()[0]}; see above")
        installed.write_text("\n".join(known + missing) + "\n")
    os.execv(python, [python, *sys.argv])


def _install(python, *arguments):
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, stdout=sys.stderr).returncode == 0
