"""The image of Launch/kubernetes/Containerfile, built on a bare Debian, without a registry."""

import json
import pathlib
import subprocess

from . import paths

CONTAINERFILE = paths.ROOT / "Launch/kubernetes/Containerfile"
MIRROR = "http://deb.debian.org/debian"
RELEASE = "bookworm"


class Image:
    """Its root, as a folder, and the variables that it sets."""

    def __init__(self, work, program, bare=None):
        """Builds it in folder `work`, with a program that is built, on the bare Debian in `bare` or a new one."""
        self.store = ["--storage-driver", "vfs", "--root", work / "store", "--runroot", work / "run"]
        bare = bare or _bare_debian(work / "bare")
        self._build("bare", bare, "FROM scratch\nCOPY . /\n")
        # In the place of the first stage, whose last step is Scripts/build --static.
        place = work / "built/src/.build-static/release"
        place.mkdir(parents=True)
        _run("strip", "--strip-debug", "-o", place / "lockstep", program)
        self._build("built", work / "built", "FROM scratch\nCOPY . /\n")
        self._buildah(
            "bud", "--isolation", "chroot", "--build-context", "build=container-image://localhost/built",
            "--build-arg", "DEBIAN=localhost/bare", "--file", CONTAINERFILE, "--tag", "localhost/lockstep", paths.ROOT,
            output=None)
        container = self._buildah("from", "localhost/lockstep").strip()
        self.root = pathlib.Path(self._buildah("mount", container).strip())
        settings = json.loads(self._buildah("inspect", "--type", "image", "localhost/lockstep"))["OCIv1"]["config"]
        self.variables = dict(word.split("=", 1) for word in settings["Env"])
        self.user = settings["User"]

    def _build(self, name, context, text):
        self._buildah("bud", "--isolation", "chroot", "--file", "-", "--tag", f"localhost/{name}", context, text=text)

    def _buildah(self, *arguments, **options):
        return _run("buildah", *self.store, *arguments, **options)


def _bare_debian(folder):
    _run("debootstrap", "--variant=minbase", RELEASE, folder, MIRROR)
    return folder


def _run(*command, text=None, output=subprocess.PIPE):
    words = [str(word) for word in command]
    result = subprocess.run(words, input=text, stdout=output, stderr=output and subprocess.STDOUT, text=True)
    if result.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {result.returncode}: {result.stdout or 'see above'}")
    return result.stdout
