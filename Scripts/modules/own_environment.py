"""A virtual environment of the scripts' own, made on first use; each script adds the packages that it wants."""

import os
import subprocess
import sys
import venv

from . import paths

FOLDER = paths.ROOT / ".venv-compare"
CPU_INDEX = ["--index-url", "https://download.pytorch.org/whl/cpu", "--retries", "0", "--timeout", "15"]


def enter(*packages, optional=()):
    """Goes on in the environment, with the packages installed; does nothing inside of any environment.

    Optional ones that cannot be installed are missing: importing them is what fails.
    """
    if sys.prefix != sys.base_prefix or not (packages or optional):
        return
    python, installed = FOLDER / "bin/python", FOLDER / "installed"
    known = installed.read_text().split() if installed.exists() else []
    wanted = [[package] for package in optional if package not in known]
    needed = [package for package in packages if package not in known]
    for group in [needed, *wanted] if needed else wanted:
        if _added(python, group):
            known += group
            installed.write_text("\n".join(known) + "\n")
        elif group is needed:
            sys.exit(f"cannot install {', '.join(group)} for Python {sys.version.split()[0]}; see above")
    os.execv(python, [python, *sys.argv])


def _added(python, packages):
    """Whether the packages could be installed into the environment, which is made if it is not there."""
    print(f"installing {', '.join(packages)} into {FOLDER} (once) ...", file=sys.stderr, flush=True)
    # It is made last, so a half-made environment is made again.
    if not (FOLDER / "bin/pip").exists():
        try:
            venv.create(FOLDER, with_pip=True)
        except subprocess.CalledProcessError:
            sys.exit("cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv")
    if "torch" in packages:
        # Without CUDA, which is gigabytes; what it depends on, or all if that index is out of reach, comes next.
        _install(python, "torch", "--no-deps", *CPU_INDEX)
    return _install(python, *packages)


def _install(python, *arguments):
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, stdout=sys.stderr).returncode == 0
