"""The jobs of Launch/kubernetes, on pods without a cluster."""

import re

import yaml

from . import paths, pods

FOLDER = paths.ROOT / "Launch/kubernetes"
DIGEST = re.compile(r"^weights sha256: (\w+)", re.MULTILINE)
# Those of its options that a launcher is given other values for; the others are the training's.
LAUNCHER_OPTIONS = ["--wait-for-hosts"]
# What both operators set for Open MPI's launcher.
OPERATOR = {
    "OMPI_MCA_orte_keep_fqdn_hostnames": "true",
    "OMPI_MCA_orte_default_hostfile": "/etc/mpi/hostfile",
    "OMPI_MCA_orte_set_default_slots": "1",
    "OMPI_MCA_plm_rsh_args": "-o ConnectionAttempts=10",
}


class Manifest:
    """What the pods of a job run: the launcher, a host of ranks, and the hook with which that one is asked to go."""

    def __init__(self, launcher, host, arguments=()):
        self.launcher = _words(launcher) + list(arguments)
        self.host = _words(host)
        self.hook = host["lifecycle"]["preStop"]["exec"]["command"]

    @staticmethod
    def of_mpi_operator():
        replicas = yaml.safe_load((FOLDER / "mpijob.yaml").read_text())["spec"]["mpiReplicaSpecs"]
        return Manifest(*(replicas[role]["template"]["spec"]["containers"][0] for role in ("Launcher", "Worker")))

    @staticmethod
    def of_trainer():
        runtime, job = yaml.safe_load_all((FOLDER / "trainjob.yaml").read_text())
        node, launcher = (
            part["template"]["spec"]["template"]["spec"]["containers"][0]
            for part in runtime["spec"]["template"]["spec"]["replicatedJobs"]
        )
        return Manifest(launcher, node, job["spec"]["trainer"]["args"])


def _words(container):
    return container["command"] + container.get("args", [])


def digest(pod):
    """The weights' digest that a training has printed, in a pod that has ended."""
    found = DIGEST.search(pod.text)
    if pod.process.returncode or not found:
        raise RuntimeError(f"{pod.name} ended with {pod.process.returncode}. It wrote:\n{pod.text}")
    return found[1]


class Job:
    """A job: pods with the names that its operator gives them, and a launcher that is one of them or comes beside them."""

    def __init__(self, work, image, network, manifest, service, hosts, launcher):
        """`hosts` and `launcher` are host names; `service` is what their names in the cluster end with."""
        self.work, self.image, self.manifest, self.service = work, image, manifest, service
        names = dict.fromkeys([*hosts, launcher])
        self.pods = {name: pods.Pod(work, image.root, network, name) for name in names}
        self.names = [(pod.address, f"{name}.{service}") for name, pod in self.pods.items()]
        self.hostfile = "".join(f"{name}.{service} slots=1\n" for name in hosts)
        self.launcher = self.pods[launcher]
        for name in hosts:
            if name != launcher:
                self.start_host(name)

    def start_host(self, name):
        """Starts a pod for ranks, or the one that takes its place, and waits for its sshd."""
        pod = self.pods[name]
        pod.prepare(self.names, self.hostfile)
        pod.start(self.manifest.host, self.image.variables)
        pod.wait_until(pod.listens, 30, "its sshd")

    def launch(self, training, names=None):
        """Starts the launcher, with other values for some of its options; it knows the `names` of other pods."""
        self.launcher.prepare(self.names if names is None else names, self.hostfile)
        words = [word for word in self.manifest.launcher if word.split("=")[0] not in training]
        words += [f"{option}={value}" for option, value in training.items() if option not in LAUNCHER_OPTIONS]
        place = words.index("train")
        words[place:place] = [f"{option}={training[option]}" for option in LAUNCHER_OPTIONS if option in training]
        self.launcher.start(words, {**self.image.variables, **OPERATOR})

    def digest(self, seconds=240):
        """The weights' digest, of a job that ends well."""
        self.launcher.wait(seconds)
        return digest(self.launcher)

    def says(self, text):
        """Waits until the launcher has said something."""
        self.launcher.wait_until(lambda: text in self.launcher.text, 60, f'"{text}"')

    def advances(self, folder, epochs=5):
        """Waits until more epochs are done."""
        metrics = self.work / "runs" / folder / "metrics.jsonl"

        def done():
            return metrics.read_text().count('"event":"epoch"') if metrics.exists() else 0

        goal = done() + epochs
        self.launcher.wait_until(lambda: done() >= goal, 120, f"epoch {goal} of {folder}")

    def end(self):
        """Ends all pods."""
        for pod in self.pods.values():
            pod.kill()
