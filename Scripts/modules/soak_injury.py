"""One fault of Scripts/soak, with the job that it strikes: who, where, when."""

import dataclasses

from . import soak_audit, soak_kinds


@dataclasses.dataclass
class Injury:
    """A kind of fault, and how the job is started that it strikes."""

    kind: soak_kinds.Kind
    starter: str  # "mpirun", "launch", or "plain": one process, started by nobody
    ranks: int
    threads: int
    kernels: str
    # The victim, and where: for a fault from inside.
    rank: int
    phase: str | None
    step: int
    # For a signal from outside: the seconds after the start, or after the first step, and which of the two.
    delay: float
    is_early: bool

    @classmethod
    def draw(cls, random, kind, position, options, training):
        """Draws all that is left open when the kind is known.

        `training` says what kernels there are, and how leaves are drawn that ranks compute twice.
        """
        starter = random.choice([name for name in kind.starters if name in options.starters])
        ranks = random.randint(2 if starter == "mpirun" else kind.ranks, 4)
        if starter == "plain":
            ranks = 1
        step = position + random.randint(1, 4 * options.interval)
        rank = random.randrange(ranks)
        if kind.phases == ("checkpoint",):
            rank = 0  # who writes files
        elif kind.name == "flip-gradient":
            # One of many leaves is computed twice in a step; here the wrong one.
            leaf = soak_audit.leaf(training.seed, step, training.shards)
            rank = soak_audit.owner(leaf, ranks, training.shards)
        return cls(
            kind, starter, ranks, threads=random.randint(1, 2), kernels=random.choice(training.kernels), rank=rank,
            phase=random.choice(kind.phases) if kind.phases else None, step=step,
            delay=random.uniform(0, 0.4),
            # mpirun forgets a request that comes before its ranks are there; the launcher repeats it.
            is_early=random.random() < 0.25 and not (kind.target == "mpirun" and kind.signal == "USR1"))

    @property
    def variables(self):
        if not self.phase:
            return {}
        return {"LOCKSTEP_FAULT": f"{self.rank}:{self.step}:{self.phase}:{self.kind.name}"}

    @property
    def needs(self):
        """What of the fault can be named at all."""
        needs = self.kind.needs
        # Nobody is left who saw it: only whoever started the process can say how it ended.
        if self.kind.is_silent and self.ranks == 1:
            needs = () if self.starter == "plain" else ("kind",)
        if not (self.kind.signal and self.is_early):
            return needs
        # Before the ranks have met nobody knows what the others do, and before it begins a run has nothing to say of its end.
        return tuple(need for need in needs if need == "rank" or need == "kind" and "rank" in needs)

    def __str__(self):
        place = f"rank {self.rank}, {self.phase} from step {self.step} on" if self.phase else f"rank {self.rank}"
        where = f"{self.ranks} ranks x {self.threads} threads, {self.kernels}, {self.starter}"
        return f"{self.kind.name} ({place}; {where})"
