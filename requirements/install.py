"""Fill ``.venv`` with exactly what a lock names: ``python requirements/install.py build``.

The Makefile calls this; it needs nothing but Python 3.11 and works on each system that
has one.  ``build`` makes the environment anew, the other groups add to it.  The file
``.venv/.<group>`` says that a group is there.  A run that was cut off leaves
``.venv/.unfinished`` behind, and the next one starts from the beginning.

No syntax here is newer than Python 3.6, so that an older Python can say that it is too old.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

GROUPS = ("build", "test", "lint", "audit")
OLDEST = (3, 11)
LOCKS = Path(__file__).resolve().parent
VENV = LOCKS.parent / ".venv"
UNFINISHED = VENV / ".unfinished"


def main(arguments: "list[str]") -> int:
    """Install the group that *arguments* name; return the exit status."""
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        print(
            "Python {}.{} or newer is needed; {} is Python {}.\n"
            "Name another one: make PYTHON=/path/to/python3".format(*OLDEST, sys.executable, found),
            file=sys.stderr,
        )
        return 1
    if len(arguments) != 1 or arguments[0] not in GROUPS:
        print("usage: install.py {}".format("|".join(GROUPS)), file=sys.stderr)
        return 2
    group = arguments[0]
    try:
        if group == "build" or UNFINISHED.exists():
            create()
        for name in dict.fromkeys(("build", group)):
            if not (VENV / ("." + name)).exists() or name == group:
                install(name)
        UNFINISHED.unlink()
    except subprocess.CalledProcessError as error:
        print("failed: {}".format(" ".join(map(str, error.cmd))), file=sys.stderr)
        return 1
    except OSError as error:
        print("failed: {}".format(error), file=sys.stderr)
        return 1
    return 0


def create() -> None:
    """Make an empty environment in the place of the old one."""
    print("Making .venv with Python {}.{}.{}".format(*sys.version_info[:3]), flush=True)
    if VENV.exists():
        shutil.rmtree(str(VENV))
    VENV.mkdir()
    UNFINISHED.touch()
    uv = shutil.which("uv")
    if uv:
        # --allow-existing: the folder holds the mark already.
        run([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, VENV])
    else:
        run([sys.executable, "-m", "venv", VENV])


def install(group: str) -> None:
    """Install what the lock of *group* names, with its hashes, into the environment."""
    print("Installing requirements/{}.txt".format(group), flush=True)
    UNFINISHED.touch()
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    lock = LOCKS / (group + ".txt")
    wanted: "list[str | Path]" = ["--require-hashes", "--requirement", lock]
    uv = shutil.which("uv")
    if uv:
        run([uv, "pip", "install", "--quiet", "--python", python, *wanted])
    else:
        pip: "list[str | Path]" = [python, "-m", "pip", "--disable-pip-version-check"]
        if not any(VENV.glob("**/site-packages/pip")):
            run([python, "-m", "ensurepip"])  # an environment of uv's has no pip
        run([*pip, "install", "--quiet", *wanted])
    (VENV / ("." + group)).touch()


def run(command: "list[str | Path]") -> None:
    """Run *command*; raise CalledProcessError if it fails."""
    subprocess.check_call([str(part) for part in command])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
