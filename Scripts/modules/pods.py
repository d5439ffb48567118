"""Pods without a cluster: each is the root of an image in namespaces of its own, on one network, without root's rights."""

import os
import pathlib
import shlex
import signal
import subprocess
import time

BRIDGE = "nodes"
NETWORK = "198.18.0"  # of the range set aside for tests of networks, RFC 2544
SECRETS = "/home/mpiuser/.ssh"


class Network:
    """A bridge in a network namespace of its own, which all pods have a cable to."""

    def __init__(self):
        _run("ip", "netns", "add", BRIDGE)
        _run("ip", "-n", BRIDGE, "link", "add", "bridge", "type", "bridge")
        _run("ip", "-n", BRIDGE, "link", "set", "bridge", "up")
        self.addresses = {}

    def join(self, name):
        """Makes a network namespace for a pod, and returns its address."""
        number = len(self.addresses) + 1
        self.addresses[name] = f"{NETWORK}.{number}"
        _run("ip", "netns", "add", name)
        _run("ip", "link", "add", "eth0", "netns", name, "type", "veth", "peer", "name", f"p{number}", "netns", BRIDGE)
        _run("ip", "-n", BRIDGE, "link", "set", f"p{number}", "master", "bridge", "up")
        for link in ("lo", "eth0"):
            _run("ip", "-n", name, "link", "set", link, "up")
        _run("ip", "-n", name, "address", "add", f"{self.addresses[name]}/24", "dev", "eth0")
        return self.addresses[name]


class Pod:
    """A pod that runs one command as its first process, as user 1000, with no privilege left."""

    # Mounts what a container has, and gives up root: what is said of a pod in the manifests.
    SETUP = """
        set -e
        hostname "$NAME"
        mount -t overlay overlay -o "lowerdir=$IMAGE,upperdir=$FOLDER/upper,workdir=$FOLDER/work" "$FOLDER/root"
        cd "$FOLDER/root"
        mount -t proc proc proc
        mount -t sysfs -o ro sysfs sys
        mount -t tmpfs -o mode=755 tmpfs dev
        mkdir dev/pts dev/shm
        for device in null:3 zero:5 full:7 random:8 urandom:9 tty:0; do
          major=1; [ $device = tty:0 ] && major=5
          mknod -m 666 dev/${device%:*} c $major ${device#*:}
        done
        mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
        ln -s pts/ptmx dev/ptmx; ln -s /proc/self/fd dev/fd
        mount -t tmpfs -o mode=1777,size=1g tmpfs dev/shm
        mkdir -p home/mpiuser/.ssh etc/mpi runs
        mount --bind "$KEYS" home/mpiuser/.ssh && mount -o remount,bind,ro home/mpiuser/.ssh
        mount --bind "$RUNS" runs
        touch etc/mpi/hostfile etc/hosts
        mount --bind "$FOLDER/hostfile" etc/mpi/hostfile
        mount --bind "$FOLDER/hosts" etc/hosts
        exec chroot . setpriv --reuid 1000 --regid 1000 --groups 1000 --no-new-privs --bounding-set -all --inh-caps -all \
          sh -c 'cd /home/mpiuser && exec "$@"' sh "$@"
        """

    def __init__(self, work, image, network, name):
        self.work, self.image, self.name = work, image, name
        self.address = network.join(name)
        self.process = None
        self.starts = 0

    def prepare(self, hosts, hostfile):
        """Writes a new pod's files: the names that it knows, and the list of hosts."""
        self.starts += 1
        self.folder = self.work / f"{self.name}-{self.starts}"
        for part in ("upper", "work", "root"):
            (self.folder / part).mkdir(parents=True)
        (self.folder / "hostfile").write_text(hostfile)
        self.resolve(hosts)

    def resolve(self, hosts):
        """Changes which names it knows: pairs of address and name. The file stays the one that is mounted."""
        lines = [("127.0.0.1", "localhost"), (self.address, self.name), *hosts]
        (self.folder / "hosts").write_text("".join(f"{address} {name}\n" for address, name in lines))

    def start(self, command, environment):
        """Starts its first process, which writes to its log."""
        words = {**environment, "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": "/home/mpiuser"}
        words |= {"NAME": self.name, "IMAGE": self.image, "FOLDER": self.folder}
        words |= {"KEYS": self.work / "keys", "RUNS": self.work / "runs"}
        enter = ["ip", "netns", "exec", self.name, "unshare", "--mount", "--pid", "--uts", "--ipc", "--fork"]
        with (self.folder / "log").open("w") as log:
            self.process = subprocess.Popen(
                [*enter, "sh", "-c", self.SETUP, "sh", *command],
                env={key: str(value) for key, value in words.items()},
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)

    @property
    def text(self):
        """What it has written."""
        return (self.folder / "log").read_text()

    def listens(self):
        """Whether its sshd can be connected to."""
        probe = ["ip", "netns", "exec", self.name, "bash", "-c", "</dev/tcp/127.0.0.1/2222"]
        return subprocess.run(probe, stderr=subprocess.DEVNULL).returncode == 0

    @property
    def first(self):
        """The number of its first process outside of it."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return int(children.read_text().split()[0])

    def execute(self, command):
        """Runs a command in the running pod, as the hook of a container does; returns its exit code."""
        enter = ["nsenter", "--target", str(self.first), "--mount", "--pid", "--uts", "--ipc", "--net", "--root", "--wd"]
        return subprocess.run([*enter, "setpriv", "--reuid", "1000", "--regid", "1000", "--clear-groups", *command]).returncode

    def signal(self, number):
        """Sends its first process a signal, from outside."""
        os.kill(self.first, number)

    def wait(self, seconds):
        """Its exit code; fails where it has not ended by then."""
        self.wait_until(lambda: self.process.poll() is not None, seconds, "its end")
        return self.process.returncode

    def wait_until(self, condition, seconds, event):
        """Waits for something; fails where it does not come, or the pod ends before it does."""
        end = time.monotonic() + seconds
        while True:
            over = self.process.poll() is not None
            if condition():
                return
            if over or time.monotonic() > end:
                state = f"ended with {self.process.returncode}" if over else f"waited {seconds} s"
                raise RuntimeError(f"{self.name} {state}, in vain for {event}. It wrote:\n{self.text}")
            time.sleep(0.1)

    def kill(self):
        """Ends it at once, with all that runs in it."""
        if self.process and self.process.poll() is None:
            self.signal(signal.SIGKILL)
            self.process.wait()


def make_keys(folder):
    """One key for all pods of a job, of the kind and in the files that both operators make, owned by root."""
    folder.mkdir()
    _run("ssh-keygen", "-q", "-t", "ecdsa", "-b", "521", "-m", "PEM", "-N", "", "-f", folder / "id_rsa")
    (folder / "authorized_keys").write_text((folder / "id_rsa.pub").read_text())
    for path in folder.iterdir():
        path.chmod(0o644)
    folder.chmod(0o1777)


def _run(*command):
    words = [str(word) for word in command]
    result = subprocess.run(words, capture_output=True, text=True)
    if result.returncode:
        raise RuntimeError(f"{shlex.join(words)} ended with {result.returncode}: {result.stderr.strip()}")
