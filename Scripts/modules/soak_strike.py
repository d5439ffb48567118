"""How one fault of Scripts/soak is brought about, and what comes of it."""

import dataclasses
import pathlib
import signal
import time

from . import soak_kinds
from .soak_job import Job

# Longer than any job takes that ends as it should.
PATIENCE = 30
# By then every process must be gone: mpirun gives its ranks a second for each of two signals.
TIDYING = 5


@dataclasses.dataclass
class Outcome:
    has_struck: bool
    # The training came to its end before the fault did.
    is_finished: bool
    code: int | None
    text: str
    faults: list


def options(injury):
    """What a fault needs of `train` to be found soon; none of it changes the weights."""
    if injury.kind.name in ("stop", "STOP to rank"):
        return ["--stall-check-warning-time-seconds", 1, "--stall-check-shutdown-time-seconds", 2]
    if injury.kind.name.startswith("flip") or injury.kind.name == "nan":
        return ["--audit-every", "1steps", "--check-weights-every", "1steps"]
    return []


class Strike:
    def __init__(self, injury, command, environment, folder, metrics):
        self.injury, self.kind, self.metrics = injury, injury.kind, metrics
        self.log = pathlib.Path(environment["LOCKSTEP_FAULT_LOG"])
        self.log.unlink(missing_ok=True)
        variables = dict(environment, LOCKSTEP_KERNELS=injury.kernels, **injury.variables)
        self.start = time.time()
        self.job = Job(command, variables, folder / "job.log")

    def run(self):
        has_struck = self._signal() if self.kind.signal else self._wait_for_fault()
        if self.job.is_running() and (not has_struck or not self.kind.codes):
            # What harms nobody does not end the job either.
            time.sleep(0.1)
            self.job.send("USR1")
        code = self.job.wait(PATIENCE)
        left = self.job.end(TIDYING if code is not None else 0)
        text = self.job.text()
        is_finished = code == 0
        faults = []
        if code is None:
            faults.append(f"did not end within {PATIENCE} s; left: {', '.join(left)}")
        elif left:
            faults.append(f"processes left: {', '.join(left)}")
        if not is_finished and code is not None and code not in self._codes(has_struck):
            faults.append(f"ended with {code}, expected {' or '.join(map(str, self._codes(has_struck)))}")
        return Outcome(has_struck and not is_finished, is_finished, code, text, faults)

    def _codes(self, has_struck):
        codes = self.kind.codes if has_struck and self.kind.codes else (soak_kinds.STOPPED,)
        # A process that has just been started does not know yet what to do with a signal.
        is_unknown = self.kind.signal in ("TERM", "USR1") and self.injury.is_early
        return (*codes, 128 + getattr(signal, f"SIG{self.kind.signal}")) if is_unknown else codes

    def _wait_for_fault(self):
        while self.job.is_running() and self.job.age() < PATIENCE:
            if self.log.exists() and self.log.stat().st_size > 0:
                return True
            time.sleep(0.005)
        return self.log.exists()

    def _signal(self):
        """Sends the signal when its time has come, if there is somebody to get it."""
        if not self.injury.is_early:
            self._wait_for_training()
        time.sleep(self.injury.delay)
        role = self.injury.rank if self.kind.target == "rank" else self.kind.target
        while self.job.is_running() and self.job.age() < PATIENCE:
            if (pid := self.job.find(role)) is not None:
                self.job.send(self.kind.signal, pid)
                return True
            time.sleep(0.01)
        return False

    def _wait_for_training(self):
        """Returns when the first step may have been taken."""
        while self.job.is_running() and self.job.age() < PATIENCE and not self._has_begun():
            time.sleep(0.005)

    def _has_begun(self):
        """A run writes its first record behind all that is checked in front of the first step."""
        return self.metrics.exists() and self.metrics.stat().st_mtime > self.start
