"""Faults around the press: it is killed, finds no room, may not write, reads with a wrong clock.

Whatever happens, each edition is wholly the old or wholly the new one, what is said is
plain, and the next run mends all.  Publishing itself is proved step by step in
test_publish.py.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from press import lock
from press.production import EDITIONS
from tests.support import minibook, pressing
from tests.support.hashes import digests
from tests.support.pressing import call, call_here
from tests.support.tools import requires

# MyST 5.2 resolves links with an attribute that Sphinx 9 has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.app")

SEED = 9
#: How often the build is killed: `PRESS_KILLS=30 make test ARGS="-k killed"` is the long way.
KILLS = int(os.environ.get("PRESS_KILLS", "3"))

Digests = dict[str, str]


def edit(folder: Path, words: str) -> None:
    """Have the first chapter of the book say *words*, and nothing else than before."""
    text = str(pressing.TINY["book/one.md"])
    (folder / "book" / "one.md").write_text(f"{text}\n{words}\n", encoding="utf-8")


def of_edition(found: Digests, edition: str) -> Digests:
    return {path: digest for path, digest in found.items() if path.startswith(f"{edition}/")}


def plain(done: subprocess.CompletedProcess[str]) -> str:
    """Return what the press said as it failed, which must hold no traceback."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stderr.strip()
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Digests]:
    """The tiny book's editions with the words "old" and "new", built without any fault."""
    made = {}
    for words in ("old", "new"):
        folder = tmp_path_factory.mktemp(words)
        minibook.write(folder, pressing.TINY)
        edit(folder, words)
        assert call_here(folder) == 0
        made[words] = digests(folder / "_build")
    for edition in EDITIONS[:3]:
        assert of_edition(made["old"], edition) != of_edition(made["new"], edition) != {}
    return made


@pytest.fixture
def book(tmp_path: Path, variants: Mapping[str, Digests]) -> Path:
    """The tiny book, its editions built with the word "old", its chapter saying "new"."""
    minibook.write(tmp_path, pressing.TINY)
    edit(tmp_path, "old")
    assert call_here(tmp_path) == 0
    assert digests(tmp_path / "_build") == variants["old"]
    edit(tmp_path, "new")
    return tmp_path


# -- killed ----------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows has no groups of processes to kill")
def test_a_build_that_is_killed_leaves_whole_editions(
    book: Path, variants: Mapping[str, Digests]
) -> None:
    output = book / "_build"
    chance = random.Random(SEED)
    start = time.perf_counter()
    assert call(book).returncode == 0
    seconds = time.perf_counter() - start
    killed = 0
    for number in range(KILLS):
        before, after = ("new", "old") if number % 2 == 0 else ("old", "new")
        edit(book, after)
        process = subprocess.Popen(
            pressing.command(),
            cwd=book,
            env=pressing.environment({}),
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        # The first third only loads the press.
        time.sleep(seconds * chance.uniform(0.3, 1))
        os.killpg(process.pid, signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        found = digests(output)
        for edition in EDITIONS[:3]:
            wholes = [of_edition(variants[words], edition) for words in (before, after)]
            assert of_edition(found, edition) in wholes, edition
        assert call_here(book) == 0
        assert digests(output) == variants[after]
        assert {path.name for path in output.iterdir()} == {".press", *EDITIONS[:3]}
    assert killed > KILLS / 4, "most builds had ended before they were killed"


def test_what_a_killed_build_tore_is_read_anew(
    book: Path, variants: Mapping[str, Digests], capsys: pytest.CaptureFixture[str]
) -> None:
    work = book / "_build" / ".press"
    chance = random.Random(SEED)
    files = sorted(path for path in work.rglob("*") if path.is_file() and path.stat().st_size)
    assert {"environment.pickle", "one.doctree", "state.json"} <= {path.name for path in files}
    chance.shuffle(files)
    rounds = 4
    for number in range(rounds):
        edit(book, ("new", "old")[number % 2])
        for path in files[number::rounds]:
            if path.exists():
                os.truncate(path, chance.randrange(path.stat().st_size or 1))
        assert call_here(book) == 0, capsys.readouterr().err
        assert digests(book / "_build") == variants[("new", "old")[number % 2]]


def test_what_a_killed_build_read_is_not_used(book: Path, variants: Mapping[str, Digests]) -> None:
    """A build dies when it has read new words, before it notes that; then they are taken back."""
    chapter = book / "book" / "one.md"
    past = time.time_ns() - 10**12
    edit(book, "old")
    os.utime(chapter, ns=(past, past))
    assert call_here(book) == 0
    edit(book, "new")
    dying = (
        "import os, sys; from sphinx.environment import BuildEnvironment; "
        "BuildEnvironment.check_dependents = lambda *_: os._exit(9); "
        "from press.__main__ import main; sys.exit(main(['html']))"
    )
    command = [sys.executable, "-c", dying]
    done = subprocess.run(command, cwd=book, env=pressing.environment({}), check=False)
    assert done.returncode == 9
    edit(book, "old")
    os.utime(chapter, ns=(past, past))
    (book / "book" / "more.md").write_text("---\norphan: true\n---\n# More\n", encoding="utf-8")
    assert call_here(book, "html") == 0
    found = digests(book / "_build")
    assert found["html/one.html"] == variants["old"]["html/one.html"]
    assert "html/more.html" in found


# -- two at once -----------------------------------------------------------------------------


def test_builds_at_once_wait_for_each_other(book: Path, variants: Mapping[str, Digests]) -> None:
    def begin() -> subprocess.Popen[str]:
        return subprocess.Popen(
            pressing.command(),
            cwd=book,
            env=pressing.environment({}),
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    with begin() as one, begin() as other:
        assert one.stdout is not None
        assert other.stdout is not None
        with lock.held(book / "_build" / ".press" / "lock", lambda: None):
            waiting = [one.stdout.readline(), other.stdout.readline()]
        rest = [one.stdout.read(), other.stdout.read()]
    assert all(line.startswith("another build is at work in ") for line in waiting)
    assert (one.returncode, other.returncode) == (0, 0)
    assert sorted("nothing has changed" in said for said in rest) == [False, True]
    assert digests(book / "_build") == variants["new"]


# -- no room, no right -----------------------------------------------------------------------


@contextmanager
def disk(place: Path) -> Iterator[tuple[list[str], Path]]:
    """Mount a disk of its own on the folder *place*, as only some processes see it.

    Give the command that runs another one among these, and the path on which others see
    the folder.
    """
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a disk")
    for tool in ("unshare", "nsenter", "mount"):
        requires(tool)
    mount = 'mount -t tmpfs -o size=9m none "$0" && echo mounted && read -r _'
    with subprocess.Popen(
        ["unshare", "--mount", "sh", "-c", mount, place],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as keeper:
        assert keeper.stdout is not None
        if keeper.stdout.readline() != "mounted\n":
            pytest.skip("this root may not mount a disk: a container without the right to")
        enter = ["nsenter", f"--target={keeper.pid}", "--mount", "sh", "-c", 'cd "$0" && exec "$@"']
        try:
            yield [*enter, str(place.parent)], Path(f"/proc/{keeper.pid}/root{place}")
        finally:
            keeper.communicate("\n")


def test_a_full_disk_stops_the_build(tmp_path: Path, variants: Mapping[str, Digests]) -> None:
    minibook.write(tmp_path, pressing.TINY)
    output = tmp_path / "_build"
    output.mkdir()
    with disk(output) as (enter, seen):

        def resize(kilobytes: int) -> None:
            remount = ["mount", "-o", f"remount,size={kilobytes}k", str(output)]
            subprocess.run([*enter, *remount], check=True)

        edit(tmp_path, "old")
        assert call(tmp_path, before=enter).returncode == 0
        used = shutil.disk_usage(seen).used // 1024
        edit(tmp_path, "new")
        # While the book is read, and while the web edition is written.
        for free in (12, 200):
            resize(used + free)
            assert "No space left on device" in plain(call(tmp_path, before=enter))
            assert digests(seen) == variants["old"]
        resize(9000)
        assert call(tmp_path, before=enter).returncode == 0
        assert digests(seen) == variants["new"]


def unprivileged() -> list[str]:
    """Return what runs a command so that permissions bind it, even if root calls."""
    if os.name == "nt":
        pytest.skip("Windows has other permissions")
    if os.geteuid() != 0:
        return []
    if sys.platform != "linux":
        pytest.skip("permissions do not bind root")
    requires("setpriv")
    without = "-dac_override,-dac_read_search"
    return ["setpriv", f"--bounding-set={without}", f"--inh-caps={without}"]


@pytest.mark.parametrize(
    ("name", "mode", "says"),
    [
        ("_build", 0o555, "Permission denied: .*/_build/"),
        ("book/one.md", 0, r"unreadable document 'one\.md'"),
        ("references.bib", 0, r"references\.bib:1: .*Permission denied"),
        ("conf.py", 0, r"Permission denied: .*conf\.py"),
    ],
)
def test_what_may_not_be_read_or_written_is_named(
    book: Path, variants: Mapping[str, Digests], name: str, mode: int, says: str
) -> None:
    place = book / name
    usual = place.stat().st_mode
    os.utime(place)  # the file has changed: it must be read
    place.chmod(mode)
    try:
        assert re.search(says, plain(call(book, before=unprivileged())))
    finally:
        place.chmod(usual)
    assert digests(book / "_build") == variants["old"]
    assert call_here(book) == 0
    assert digests(book / "_build") == variants["new"]


def test_what_cannot_be_removed_gets_into_no_edition(
    book: Path, variants: Mapping[str, Digests]
) -> None:
    """Another user has laid a folder where the web edition is to be laid."""
    left = book / "_build" / "html.new" / "sub"
    left.mkdir(parents=True)
    (left / "stranger").touch()
    left.chmod(0o555)
    try:
        assert "html.new" in plain(call(book, before=unprivileged()))
    finally:
        left.chmod(0o755)
    assert digests(book / "_build") == variants["old"]
    assert call_here(book) == 0
    assert digests(book / "_build") == variants["new"]


# -- odd surroundings ------------------------------------------------------------------------

CLOCKS = {"1970": "1970-01-02 00:00:00", "2099": "2099-12-31 23:59:50"}


def clock(year: str) -> list[str]:
    """Return what runs a command with its clock in *year*."""
    if sys.platform != "linux":
        pytest.skip("the clock is set for one command by faketime, on Linux")
    requires("faketime")
    return ["faketime", CLOCKS[year]]


def offline() -> list[str]:
    """Return what runs a command without any network, not even that within the machine."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can take the network away")
    requires("unshare")
    if subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this root may not take the network away: a container without the right to")
    return ["unshare", "--net"]


@pytest.mark.parametrize(
    ("place", "variables"),
    [
        ("turkish", {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr", "TZ": "Pacific/Kiritimati"}),
        (
            "ascii",
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "HOME": os.devnull},
        ),
        ("homeless 'ünï' \"本\" #1 100% $HOME", {"LC_ALL": "xx_XX.UTF-8", "HOME": None}),
        ("offline", {}),
        ("1970", {}),
        ("2099", {}),
    ],
)
def test_odd_surroundings_change_no_byte(
    tmp_path: Path,
    variants: Mapping[str, Digests],
    place: str,
    variables: Mapping[str, str | None],
) -> None:
    before = offline() if place == "offline" else clock(place) if place in CLOCKS else []
    if os.name == "nt":
        place = re.sub(r'["#%$]', "", place)
    folder = tmp_path / place
    minibook.write(folder, pressing.TINY)
    edit(folder, "old")
    done = call(folder, before=before, variables=variables)
    assert (done.returncode, done.stderr) == (0, "")
    assert digests(folder / "_build") == variants["old"]
