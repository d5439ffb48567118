"""Runs a side of Scripts/compare in processes of its own, so that frameworks share no threads, memory or libraries."""

import importlib
import multiprocessing
import sys
import tempfile


class NotMeasured(Exception):
    """A side that cannot be measured here, and why."""


class Apart:
    """The `Side` of the module `<name>_side` beside this one, in processes that end with this one.

    A side of several processes is told its rank, and a file by which its ranks can meet.
    """

    def __init__(self, name, options, processes=1):
        self.name = name
        self.folder = tempfile.TemporaryDirectory(prefix="lockstep-compare-")
        meeting = f"{self.folder.name}/meeting"
        places = [(rank, meeting) for rank in range(processes)] if processes > 1 else [()]
        self.pipes = [_start(name, options, place) for place in places]
        self.about = self._answer()

    def train(self):
        return self._ask("train")

    def evaluate(self):
        return self._ask("evaluate")

    def _ask(self, request):
        for pipe in self.pipes:
            pipe.send(request)
        return self._answer()

    def _answer(self):
        """The first process' answer, once all have answered."""
        try:
            answers = [pipe.recv() for pipe in self.pipes]
        except EOFError:
            sys.exit(f"{self.name}: ended before its time; see above")
        for answer in answers:
            if isinstance(answer, NotMeasured):
                raise answer
        return answers[0]


def _start(name, options, place):
    context = multiprocessing.get_context("spawn")  # a fork would take half of this process along
    pipe, far_end = context.Pipe()
    context.Process(target=_serve, args=(name, options, place, far_end), daemon=True).start()
    far_end.close()
    return pipe


def _serve(name, options, place, pipe):
    try:
        side = importlib.import_module(f".{name.replace('-', '_')}_side", __package__).Side(options, *place)
    except ImportError as error:
        return pipe.send(NotMeasured(f"{error}: install it in this environment"))
    except NotMeasured as reason:
        return pipe.send(reason)
    pipe.send(side.about)
    while True:
        try:
            request = pipe.recv()
        except EOFError:
            return
        pipe.send(getattr(side, request)())
