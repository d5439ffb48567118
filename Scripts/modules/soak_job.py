"""A job of Scripts/soak: the program, mpirun or the launcher with all that they start, and what they leave behind."""

import os
import pathlib
import signal
import subprocess
import time
import uuid

# Every process that a job starts inherits this variable, and is known by it.
MARK = "LOCKSTEP_SOAK"


class Job:
    """A command that has been started, with all processes that come of it."""

    def __init__(self, command, environment, output):
        self.mark = f"{MARK}={uuid.uuid4().hex}"
        self.output = pathlib.Path(output)
        variables = dict(environment, **dict([self.mark.split("=")]))
        with self.output.open("wb") as file:
            self.process = subprocess.Popen(
                command, env=variables, stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True)
        self.start = time.monotonic()

    def text(self):
        return self.output.read_text(errors="replace")

    def age(self):
        return time.monotonic() - self.start

    def is_running(self):
        return self.process.poll() is None

    def send(self, name, pid=None):
        """Sends a signal, to the first process of the job if no other is named."""
        try:
            os.kill(pid or self.process.pid, getattr(signal, f"SIG{name}"))
        except ProcessLookupError:
            pass

    def wait(self, seconds):
        """The code with which the job ends, as shells count it; None if it does not within `seconds`."""
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        return 128 - code if code < 0 else code

    def members(self):
        """The living processes of the job: number and role, which is a rank's number, "mpirun" or "launcher"."""
        found = {}
        for entry in os.scandir("/proc"):
            if entry.name.isdigit() and (role := self._role(entry.path)) is not None:
                found[int(entry.name)] = role
        return found

    def find(self, role):
        return next((pid for pid, found in self.members().items() if found == role), None)

    def _role(self, process):
        try:
            variables = pathlib.Path(process, "environ").read_bytes().decode(errors="replace").split("\0")
            if self.mark not in variables:
                return None
            words = pathlib.Path(process, "cmdline").read_bytes().decode(errors="replace").split("\0")
            state = pathlib.Path(process, "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return None
        if state in "ZX":
            return None
        if pathlib.Path(words[0]).name in ("mpirun", "orterun", "prterun"):
            return "mpirun"
        if "launch" in words[:2]:
            return "launcher"
        ranks = [word.split("=")[1] for word in variables if word.startswith("OMPI_COMM_WORLD_RANK=")]
        return int(ranks[0]) if ranks else 0

    def end(self, seconds):
        """Waits until no process is left; kills those that are there after `seconds`, and returns their roles."""
        limit = time.monotonic() + seconds
        while (left := self.members()) and time.monotonic() < limit:
            self.process.poll()
            time.sleep(0.02)
        for pid in left:
            self.send("KILL", pid)
        return sorted(map(str, left.values()))


class Leftovers:
    """What jobs leave in the folders of temporary files: shared memory, and the launcher's own."""

    def __init__(self, temporary):
        self.shared, self.temporary = pathlib.Path("/dev/shm"), temporary
        self.before = self._names()

    def _names(self):
        # Jobs have files of shared memory, and no folders there.
        found = {path for path in self.shared.glob("*") if path.is_file()} | set(self.temporary.iterdir())
        # Open MPI has a folder for each host and user, with one for each job in it.
        for folder in [path for path in found if path.name.startswith("ompi.") and path.is_dir()]:
            found.update(folder.iterdir())
            found.discard(folder)
        return found

    def new(self):
        """Those that have come since the last look; none counts twice."""
        now = self._names()
        new = now - self.before
        used = _in_use() if new else set()
        # What is in use now may be left at the next look.
        self.before = now - (new & used)
        return sorted(new - used)


def _in_use():
    """The files that living processes have mapped: the memory of other jobs on this machine is nobody's leftover."""
    found = set()
    for maps in pathlib.Path("/proc").glob("[0-9]*/maps"):
        try:
            fields = [line.split(maxsplit=5) for line in maps.read_text().splitlines()]
        except OSError:
            continue  # ended meanwhile, or another user's
        found.update(pathlib.Path(words[5]) for words in fields if len(words) == 6 and words[5].startswith("/"))
    return found
