"""PyTorch's side of Scripts/compare with data parallelism: a process and a thread per CPU, gloo between them."""

import datetime
import os
import socket
import time
import warnings

import torch
from torch import distributed

from . import apart, pytorch_loop


class Side(pytorch_loop.Loop):
    """One rank of DistributedDataParallel: all share each epoch's order and take every so-many-th image of it."""

    def __init__(self, options, rank=0, meeting=None):
        ranks = options.cpus
        if options.evaluate:
            raise apart.NotMeasured("DistributedDataParallel only trains")
        if ranks < 2:
            raise apart.NotMeasured("one rank is plain PyTorch")
        if options.batch_size % ranks:
            raise apart.NotMeasured(f"{ranks} ranks cannot share batches of {options.batch_size} evenly")
        _connect(rank, ranks, meeting)
        self.rank, self.ranks, self.epoch = rank, ranks, 0
        super().__init__(options, f"eager, DistributedDataParallel, gloo, {ranks} ranks", threads=1)
        self.batch_size //= ranks
        self.warm_up()

    def prepared(self, model):
        # Without broadcast of batch normalisation's statistics at each step: only evaluation would read them.
        # Before PyTorch 2.13 the option has no other name.
        warnings.filterwarnings("ignore", "`broadcast_buffers`", FutureWarning)
        return torch.nn.parallel.DistributedDataParallel(model, gradient_as_bucket_view=True, broadcast_buffers=False)

    def warm_up(self):
        self.train_on(torch.arange(len(self.images))[: 20 * self.batch_size])

    def train(self):
        """Trains one epoch; returns the images per second of all ranks together, from barrier to barrier."""
        self.epoch += 1
        distributed.barrier()
        start = time.perf_counter()
        order = torch.randperm(len(self.images), generator=torch.Generator().manual_seed(self.epoch))
        even = len(order) - len(order) % self.ranks  # the ranks take as many steps as each other
        score = torch.tensor(self.train_on(order[:even][self.rank :: self.ranks]))
        distributed.all_reduce(score)  # for the loss and accuracy of all images
        distributed.barrier()
        return even / (time.perf_counter() - start)


def _connect(rank, ranks, meeting):
    loopback = [name for _, name in socket.if_nameindex() if name in ("lo", "lo0")]
    if loopback:
        os.environ.setdefault("GLOO_SOCKET_IFNAME", loopback[0])
    distributed.init_process_group(
        "gloo",
        init_method=f"file://{meeting}",
        rank=rank,
        world_size=ranks,
        timeout=datetime.timedelta(minutes=5),
    )
