"""The machine and the program that a script measures."""

import os
import platform
import subprocess

from . import paths

LAUNCH = paths.ROOT / "Launch/local"


def processor():
    """The name that the system gives it."""
    if os.path.exists("/proc/cpuinfo"):
        for line in open("/proc/cpuinfo"):
            if line.startswith("model name"):
                return line.split(":")[1].strip()
    return platform.processor() or platform.machine()


def cpus():
    """How many CPUs this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def commit():
    """The version of the repository."""
    command = ["git", "-C", paths.ROOT, "describe", "--always", "--dirty"]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip() or "unknown"


def run(command):
    """The standard output of a command; raises CalledProcessError, with its standard error, where it fails."""
    command = [str(word) for word in command]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True).stdout
