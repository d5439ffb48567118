"""Whether what a job says of a fault names the right kind, rank and phase."""

import dataclasses
import re

from . import soak_kinds

# Sentences in which a rank is said to be the one that failed.
BLAME = re.compile(r"\b(crashed|has ended)\b")
# Between what a line says of one rank and of the next.
CLAUSE = re.compile(r"[,;] (?=ranks? \d)")
BOX = re.compile(r"^-{20,}\n(.*?)^-{20,}$", re.MULTILINE | re.DOTALL)


@dataclasses.dataclass
class Verdict:
    """What had to be named, and what of that was not, or wrongly."""

    needed: tuple
    missing: tuple

    @property
    def is_right(self):
        return not self.missing


def judge(injury, text):
    kind = injury.kind
    passages = _passages(text)
    about = [passage for passage in passages if _names(passage, injury.rank)]
    relevant = about if "rank" in injury.needs else passages
    clauses = [clause for passage in relevant for clause in CLAUSE.split(passage)]
    places = [clause for clause in clauses if "rank" not in injury.needs or _names(clause, injury.rank)]
    found = {
        "kind": any(re.search(kind.words or "$^", passage) for passage in relevant),
        "rank": bool(about) and not any(BLAME.search(passage) for passage in passages if passage not in about),
        "phase": any(re.search(_places(injury), clause) for clause in places),
    }
    return Verdict(injury.needs, tuple(part for part in injury.needs if not found[part]))


def _places(injury):
    """How a message may say where the rank was; hit from outside, that may be anywhere."""
    words = soak_kinds.PHASE_WORDS
    return words[injury.phase] if injury.phase else "|".join(words.values())


def _passages(text):
    """Lines in small letters; a box of mpirun's counts as one line."""
    text = BOX.sub(lambda box: " ".join(box[1].split()), text)
    return [line.lower() for line in text.splitlines() if line.strip()]


def _names(passage, rank):
    in_words = re.search(rf"\branks?\b[^.;:]*?\b{rank}\b", passage)
    return in_words or re.search(rf"process name: \[\[\d+,\d+\],{rank}\]", passage)
