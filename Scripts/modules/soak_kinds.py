"""The ways in which Scripts/soak hurts a job, and what is to be said of each."""

import dataclasses

STEP_PHASES = ("gradients", "exchange", "optimise", "take")
PHASES = (*STEP_PHASES, "loading", "agreement", "evaluation", "checkpoint", "recording")
# How messages say where a rank was: by the word itself, or by a sentence.
PHASE_WORDS = {
    "starting": r"\bstarting\b|at the start",
    "loading": r"\bloading\b",
    "gradients": r"\bgradients of step\b",
    "exchange": r"\bexchange\b|adding the gradients",
    "optimise": r"\boptimise\b|changing the weights",
    "take": r"\btake\b|taking the weights",
    "agreement": r"\bagreement\b|\bbehind step\b",
    "audit": r"\baudit\b",
    "evaluation": r"\bevaluation\b|\bevaluating\b",
    "checkpoint": r"\bcheckpoint\b",
    "recording": r"\brecording\b|\brecord of\b",
    "ending": r"\bending\b",
}

STOPPED = 75
# What a message says of each signal or fault, in small letters.
KILLED = r"sigkill|signal 9|\bkilled\b"
HELD = r"sigstop|\bstopped\b|\bwaits?\b|last (seen|in)"
DIFFERENT_COPIES = r"numbers are no longer the same"
EVERYTHING = ("kind", "rank", "phase")
# Of a number that is wrong the message names step and element instead of a phase.
NUMBERS = ("kind", "rank")


@dataclasses.dataclass(frozen=True)
class Kind:
    """One way to hurt a job."""

    name: str
    # How a message says what happened; None for what harms nobody and needs no message.
    words: str | None
    # The codes with which the job may end; none where it goes on.
    codes: tuple = ()
    # Where LOCKSTEP_FAULT can put it; none for a signal from outside.
    phases: tuple = ()
    signal: str | None = None
    # Whom the signal is for: rank, mpirun or launcher.
    target: str = "rank"
    # The fewest ranks with which it can happen, or be found.
    ranks: int = 1
    # What is to be named.
    needs: tuple = ()
    # Whether a process that ends so can say nothing, so that somebody else must.
    is_silent: bool = False

    @property
    def starters(self):
        """What may start a job to which it happens: mpirun, the launcher, or nothing, for a plain process."""
        if self.target == "launcher":
            return ("launch",)
        if self.target == "mpirun" and self.signal == "TERM":
            return ("mpirun",)  # the launcher keeps it from mpirun
        if self.target == "mpirun" or self.ranks > 1:
            return ("mpirun", "launch")
        return ("mpirun", "launch", "plain")


def _inside(name, words, codes=(), phases=PHASES, needs=EVERYTHING, **more):
    return Kind(name, words, codes, phases, needs=needs if words else (), **more)


def _outside(target, signal, words, codes, **more):
    return Kind(f"{signal} to {target}", words, codes, signal=signal, target=target, **more)


def _asks(target, signal, ranks=1):
    """A signal that asks a job to stop: it is to be named, and hits no rank and no phase."""
    # mpirun has codes of its own for signals that it gets itself.
    codes = (STOPPED,) if target == "rank" or signal == "USR1" else (STOPPED, 1, 143)
    # mpirun and the launcher pass on signals of their own choice.
    words = f"sig{signal.lower()}" if target == "rank" else r"sig(term|usr1)"
    return _outside(target, signal, words, codes, needs=("kind",), ranks=ranks)


KINDS = (
    _inside("kill", KILLED, (137,), is_silent=True),
    _inside("exit", r"(code|status):? *3\b", (3,), is_silent=True),
    _inside("segfault", r"sigsegv|signal 11|segmentation", (139,)),
    _inside("abort", r"sigabrt|signal 6|abort", (134,)),
    _inside("stop", HELD, (70,), STEP_PHASES, ranks=2),
    _inside("delay", None, phases=STEP_PHASES),
    _inside("flip-gradient", r"gradient of lea.* did not come out the same", (70,), ("gradients",), NUMBERS, ranks=2),
    _inside("flip-weight", DIFFERENT_COPIES, (70,), ("take",), NUMBERS, ranks=2),
    _inside("flip-received", DIFFERENT_COPIES, (70,), ("take",), NUMBERS, ranks=2),
    _inside("nan", r"\bnan\b|not a number|not finite|no (finite )?number|infinit", (70,), ("gradients",), ("kind",)),
    _inside("disk-full", r"no space left", phases=("checkpoint",), needs=("kind", "phase")),
    _inside("io-error", r"input/output error", phases=("checkpoint",), needs=("kind", "phase")),
    _inside("failed-fsync", r"input/output error", phases=("checkpoint",), needs=("kind", "phase")),
    _inside("failed-close", r"input/output error", phases=("checkpoint",), needs=("kind", "phase")),
    _inside("failed-rename", r"input/output error", phases=("checkpoint",), needs=("kind", "phase")),
    _inside("short-write", None, phases=("checkpoint",)),
    _outside("rank", "KILL", KILLED, (137,), needs=EVERYTHING, is_silent=True),
    _outside("rank", "STOP", HELD, (70,), needs=("kind", "rank"), ranks=2),
    _outside("mpirun", "KILL", None, (137,), ranks=2),
    _outside("launcher", "KILL", None, (137,)),
    _asks("rank", "TERM"),
    _asks("rank", "USR1"),
    _asks("mpirun", "TERM", ranks=2),
    _asks("mpirun", "USR1", ranks=2),
    _asks("launcher", "TERM"),
    _asks("launcher", "USR1"),
)
