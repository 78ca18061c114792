"""A folder as it stood at a git revision: `main:configs`, `HEAD~1:configs`.

Revisions and repositories come from strangers too. Git is called with a list of words and no
shell, from a folder that the PATH names in full, never from the one at hand. It runs no hook,
pager, filter or helper, fetches nothing, and what it answers is bounded. Files go to a private
folder, links and submodules left out, and from there through the same bounded reader as all
others.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, NamedTuple, NoReturn

from hubscore.errors import InputError, Problem, WriteError
from hubscore.files.fresh import fresh_folder, sweep
from hubscore.files.inside import MOST_FILES
from hubscore.files.reader import TABLE_LIMIT

SECONDS = 60
"""How long one call of git may take."""

MOST_ANSWERED = 16 << 20
"""The most bytes that git may answer about names."""

MOST_BYTES = 256 << 20
"""The most bytes of all files together."""

INCOMPLETE = "the repository may be damaged, or a partial clone: `git fsck` tells"

LONGEST = 1_000
"""Characters of a revision with its path."""

_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "protocol.allow=never",
    "gc.auto=0",
    "maintenance.auto=false",
    "safe.bareRepository=explicit",  # one among a stranger's files would answer in the name of the one they came in
)
_KEPT = {"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"}
_KEPT |= {"GIT_CEILING_DIRECTORIES", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"}
"""Of git's own variables what says where a repository is; not what makes git run or write something."""


_NAMES = (errno.EEXIST, errno.EILSEQ, errno.EINVAL, errno.EISDIR, errno.ENAMETOOLONG, errno.ENOTDIR)
"""What a disk says of a name that it cannot have; all else is the disk's own fault."""


class _Blob(NamedTuple):
    """A file of a revision: its object, size in bytes and path."""

    object: str
    size: int
    path: str


def is_revision(word: str) -> bool:
    """Whether a word has the form of a revision and a path in it."""
    return ":" in word


@contextmanager
def folder_at(word: str, here: Path) -> Iterator[Path]:
    """A private copy of what a revision holds, for as long as it is needed.

    Parameters
    ----------
    word : str
        "REVISION:PATH" of a folder, or of a scorecard, which is copied with its folder. The path
        starts at the top of the repository, or with `./` at `here`.
    here : Path
        A folder of the repository.

    Yields
    ------
    Path
        Of the copy.

    Raises
    ------
    InputError
        Where git or the repository is not there, nor the revision, nor the path in it; where
        there is too much.
    """
    revision, path = _parts(word)
    _refuse_no_repository(here)
    if _object(here, f"{revision}^{{tree}}") is None:
        hint = "`git branch --all`, `git tag` and `git log` list what there is"
        _refuse(f"there is no revision `{revision}`", hint=hint)
    found = _object(here, f"{revision}:{path}")
    if found is None:
        hint = "the path starts at the top of the repository, or with ./ here"
        _refuse(f"the revision `{revision}` holds no `{path}`", hint=hint)
    name = ""
    if _asked(here, "cat-file", "-t", found) == "blob":
        parent, _, name = path.rpartition("/")
        found = _object(here, f"{revision}:{parent}/" if parent else f"{revision}:") or found
    with _private() as folder:
        _copy(here, _blobs(here, found, word), folder)
        yield folder / name


@contextmanager
def _private() -> Iterator[Path]:
    """A folder for a copy, which is gone in the end."""
    with ExitStack() as stack:
        with _temporary():
            above = Path(tempfile.gettempdir())
            sweep(above)
            folder = stack.enter_context(fresh_folder(above, 0o700))
        yield folder


@contextmanager
def _temporary() -> Iterator[None]:
    """Where there is no room for temporary files, that is no fault of a revision."""
    try:
        yield
    except OSError as error:
        message = f"cannot write temporary files: {(error.strerror or str(error)).lower()}"
        raise WriteError(Problem("write", message, hint="TMPDIR=FOLDER names another folder for them")) from error


def _parts(word: str) -> tuple[str, str]:
    """Revision and path, refused where git could take them for something else."""
    revision, _, path = word.partition(":")
    path = "./" if path == "." else path  # git itself takes only the one for this folder
    faults = {
        "names no revision before the colon": not revision,
        "has a revision that begins with `-`": revision.startswith("-"),
        f"is longer than {LONGEST:,} characters": len(word) > LONGEST,
        "holds a character that no revision has": any(ord(letter) < 33 or ord(letter) == 127 for letter in revision),
        "holds a character that no path has": any(ord(letter) < 32 or ord(letter) == 127 for letter in path),
        "holds half of a character": any(0xD800 <= ord(letter) <= 0xDFFF for letter in word),
    }
    fault = next((words for words, holds in faults.items() if holds), "")
    if fault:
        shown = word if len(word) <= 80 else f"{word[:80]}…"
        _refuse(f"`{shown}` {fault}", expected="a revision and a path in it, as in main:configs")
    return revision, path


def _refuse_no_repository(here: Path) -> None:
    status, _, said = _run(here, "rev-parse", "--git-dir")
    if status:
        outside = "not a git repository" in said
        _refuse("this folder is in no git repository" if outside else f"git cannot be used here: {said}")


def _object(here: Path, name: str) -> str | None:
    """The id of what a name stands for, None where there is nothing of that name."""
    status, answer, _ = _run(here, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    found = answer.decode("ascii", "replace").strip()
    return None if status or not found.isalnum() else found


def _asked(here: Path, *words: str) -> str:
    """What git answers, or its complaint as an error."""
    status, answer, said = _run(here, *words)
    if status:
        _refuse(f"git {words[0]} failed: {said or f'exit status {status}'}")
    return os.fsdecode(answer).strip("\n")


def _blobs(here: Path, tree: str, word: str) -> list[_Blob]:
    """The regular files of a folder at a revision that the reader could read."""
    found = []
    for record in filter(None, _asked(here, "ls-tree", "-r", "-z", "-l", "--full-tree", tree).split("\0")):
        about, _, path = record.partition("\t")
        mode, _, name, size = about.split()
        inside = not {"", ".", ".."} & {*path.split("/")}
        if mode not in ("100644", "100755") or not inside:
            continue
        if not size.isdigit():
            _refuse(f"git cannot hand out `{path}`", hint=INCOMPLETE)
        if int(size) <= TABLE_LIMIT:
            found.append(_Blob(name, int(size), path))
    if len(found) > MOST_FILES or sum(blob.size for blob in found) > MOST_BYTES:
        hint = "name the scorecard's folder, as in main:configs"
        message = f"`{word}` holds more than {MOST_FILES:,} files or {MOST_BYTES >> 20} MiB"
        _refuse(message, hint=hint)
    return found


def _copy(here: Path, blobs: Sequence[_Blob], folder: Path) -> None:
    """Write files into an empty folder as git hands them out, one after the other."""
    with _temporary(), tempfile.TemporaryFile() as names:
        names.write("".join(f"{blob.object}\n" for blob in blobs).encode())
        names.seek(0)
        with _started(here, ("cat-file", "--batch"), names) as process:
            for blob in blobs:
                content = _next(process.stdout, blob)
                target = folder / blob.path
                try:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with target.open("xb") as file:
                        file.write(content)
                except (OSError, ValueError) as error:
                    if getattr(error, "errno", None) not in (*_NAMES, None):
                        raise
                    reason = getattr(error, "strerror", None) or "its name cannot be used"
                    _refuse(f"cannot copy `{blob.path}` out of the revision: {reason.lower()}")


def _next(answers: IO[bytes] | None, blob: _Blob) -> bytes:
    """The next file of a batch."""
    head = b"" if answers is None else answers.readline(200)
    content = b""
    if answers is not None and head.split() == [blob.object.encode(), b"blob", str(blob.size).encode()]:
        content = answers.read(blob.size + 1)
    if len(content) <= blob.size:
        _refuse(f"git cannot hand out `{blob.path}`", hint=INCOMPLETE)
    return content[:-1]


def _run(here: Path, *words: str) -> tuple[int, bytes, str]:
    """Exit status, answer and first complaint of one call."""
    with _temporary(), tempfile.TemporaryFile() as said, _started(here, words, None, said) as process:
        answer = b"" if process.stdout is None else process.stdout.read(MOST_ANSWERED + 1)
        if len(answer) > MOST_ANSWERED:
            _refuse(f"git answers more than {MOST_ANSWERED >> 20} MiB", hint="name a smaller folder")
        status = process.wait()
        said.seek(0)
        complaint = said.read(2_000).decode(errors="replace").strip().partition("\n")[0]
        if status < 0:
            complaint = f"it was ended after {SECONDS} seconds"
        return status, answer, complaint.removeprefix("fatal: ")


@contextmanager
def _started(
    here: Path, words: Sequence[str], given: IO[bytes] | None, said: IO[bytes] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A running git, ended when it takes too long or is needed no more."""
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    command = [_program(), "--no-pager", "--no-replace-objects", "--literal-pathspecs", *settings, *words]
    try:
        process = subprocess.Popen(  # noqa: S603 - words of our own; what was typed is checked and cannot be an option
            command,
            cwd=here,
            env=_environment(),
            stdin=subprocess.DEVNULL if given is None else given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if said is None else said,
        )
    except OSError as error:
        _refuse(f"git cannot be started: {(error.strerror or '').lower()}")
    late = threading.Timer(SECONDS, process.kill)
    late.start()
    try:
        yield process
    finally:
        late.cancel()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _program() -> str:
    """Where git is, of the folders that the PATH names in full: others would be looked for in the scorecard's."""
    for folder in filter(os.path.isabs, os.get_exec_path()):
        found = shutil.which(os.path.join(folder, "git"))  # noqa: PTH118 - a name may hold what Path takes away
        if found is not None:
            break
    else:
        _refuse("git is not installed, or not on the PATH", hint="give two snapshots or folders instead")
    return found


def _environment() -> dict[str, str]:
    """The environment without what makes git run, trace or ask anything."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    return {**kept, **quiet, "GIT_ALLOW_PROTOCOL": ""}


def _refuse(message: str, *, expected: str = "", hint: str = "") -> NoReturn:
    raise InputError(Problem("git", message, expected=expected, hint=hint)) from None
