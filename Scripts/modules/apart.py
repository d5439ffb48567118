"""Runs a side of Scripts/compare in a process of its own, so that frameworks share no threads, memory or libraries."""

import importlib
import multiprocessing
import sys


class Apart:
    """The `Side` of the module `<name>_side` beside this one, in a process that ends with this one."""

    def __init__(self, name, options):
        context = multiprocessing.get_context("spawn")  # a fork would take half of this process along
        self.name = name
        self.pipe, far_end = context.Pipe()
        context.Process(target=_serve, args=(name, options, far_end), daemon=True).start()
        far_end.close()
        self.about = self._answer()

    def train(self):
        return self._ask("train")

    def evaluate(self):
        return self._ask("evaluate")

    def _ask(self, request):
        self.pipe.send(request)
        return self._answer()

    def _answer(self):
        try:
            return self.pipe.recv()
        except EOFError:
            sys.exit(f"{self.name}: ended before its time; see above")


def _serve(name, options, pipe):
    try:
        side = importlib.import_module(f".{name}_side", __package__).Side(options)
    except ImportError as error:
        sys.exit(f"{error}: install it in this environment, or leave {name} out of --sides")
    pipe.send(side.about)
    while True:
        try:
            request = pipe.recv()
        except EOFError:
            return
        pipe.send(getattr(side, request)())
