"""Folders at a git revision, in repositories made for the purpose."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from hubscore.errors import InputError, Problem
from hubscore.files import git
from hubscore.files.git import folder_at, is_revision


def call(folder: Path, *words: str, given: bytes | None = None) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false"]
    command = ["git", *who, *words]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    result = subprocess.run(command, cwd=folder, env=environment, input=given, capture_output=True, check=True)
    return result.stdout.decode().strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits: the second changes a file, adds one, and a link that leads out."""
    folder = tmp_path / "repository"
    (folder / "configs/hubs").mkdir(parents=True)
    call(folder, "init", "-q", "-b", "main")
    (folder / "configs/scorecard.toml").write_text("one")
    (folder / "configs/hubs/a.toml").write_bytes(b"a\r\n\xff")
    call(folder, "add", "-A")
    call(folder, "commit", "-qm", "one")
    (folder / "configs/scorecard.toml").write_text("two")
    (folder / "configs/hubs/é ü.toml").write_text("new")
    (folder / "configs/hubs/link.toml").symlink_to("/etc/hostname")
    (folder / "top.toml").write_text("top")
    call(folder, "add", "-A")
    call(folder, "commit", "-qm", "two")
    call(folder, "tag", "v1", "HEAD~1")
    return folder


def held(word: str, here: Path) -> dict[str, bytes]:
    with folder_at(word, here) as folder:
        assert folder.is_dir()
        found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert not folder.exists()
    return found


def refused(word: str, here: Path) -> Problem:
    with pytest.raises(InputError) as caught, folder_at(word, here):
        pass
    [problem] = caught.value.problems
    assert problem.rule == "git"
    return problem


def test_files_as_they_stood(repository: Path) -> None:
    first = {"scorecard.toml": b"one", "hubs/a.toml": b"a\r\n\xff"}
    assert held("HEAD~1:configs", repository) == held("v1:configs", repository) == first
    assert held("v1^{commit}:configs/", repository) == first
    assert held("main:configs", repository) == {**first, "scorecard.toml": b"two", "hubs/é ü.toml": b"new"}
    assert set(held("main:", repository)) == {
        "top.toml",
        "configs/scorecard.toml",
        "configs/hubs/a.toml",
        "configs/hubs/é ü.toml",
    }


def test_paths_from_the_top_and_from_here(repository: Path) -> None:
    assert held("main:configs/hubs", repository / "configs") == held("main:./hubs", repository / "configs")
    assert "hubs/a.toml" in held("main:../configs", repository / "configs")
    with folder_at("HEAD:.", repository) as dot, folder_at("HEAD:./", repository) as slash:
        assert sorted(path.name for path in dot.iterdir()) == sorted(path.name for path in slash.iterdir()) != []


@pytest.mark.parametrize(
    ("word", "here", "name"),
    [
        ("v1:configs/scorecard.toml", ".", "scorecard.toml"),
        ("main:top.toml", ".", "top.toml"),
        ("main:./scorecard.toml", "configs", "scorecard.toml"),
    ],
)
def test_a_file_comes_with_its_folder(repository: Path, word: str, here: str, name: str) -> None:
    with folder_at(word, repository / here) as path:
        assert path.is_file()
        assert path.name == name
        others = {other.name for other in path.parent.rglob("*.toml")}
    assert "a.toml" in others


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("nowhere:configs", "there is no revision `nowhere`"),
        ("main:nowhere", "the revision `main` holds no `nowhere`"),
        ("main:../configs", "the revision `main` holds no `../configs`"),
        (":configs", "`:configs` names no revision before the colon"),
        ("--output=x:configs", "has a revision that begins with `-`"),
        ("-h:configs", "has a revision that begins with `-`"),
        ("main\n:configs", "holds a character that no revision has"),
        ("a b:configs", "holds a character that no revision has"),
        ("main:con\0figs", "holds a character that no path has"),
        ("main:\udcff", "holds half of a character"),
        ("main:" + "x" * 1_000, "is longer than 1,000 characters"),
        ("$(touch pwned):configs", "holds a character that no revision has"),
        ("`id`;x:configs", "there is no revision"),
    ],
)
def test_what_is_not_there(repository: Path, word: str, message: str) -> None:
    assert message in refused(word, repository).message
    assert not (repository / "pwned").exists()


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert refused("main:configs", tmp_path).message == "this folder is in no git repository"


def test_a_repository_that_git_refuses(repository: Path) -> None:
    (repository / ".git/config").write_text("[broken\n")
    assert refused("main:configs", repository).message.startswith("git cannot be used here: bad config")


def test_no_git(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "cannot be started" in refused("main:configs", repository / "top.toml").message
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert refused("main:configs", repository).message == "git is not installed, or not on the PATH"


RUN = ["core.fsmonitor", "core.pager", "core.editor", "core.askPass", "core.sshCommand", "core.gitProxy"]
RUN += ["core.alternateRefsCommand", "diff.external", "diff.d.textconv", "diff.d.command", "filter.f.smudge"]
RUN += ["filter.f.clean", "filter.f.process", "pager.ls-tree", "pager.cat-file", "pager.rev-parse", "gpg.program"]
RUN += ["credential.helper", "uploadpack.packObjectsHook", "gc.recentObjectsHook", "sequence.editor", "merge.d.driver"]
RUN += ["alias.rev-parse", "alias.ls-tree", "alias.cat-file", "remote.origin.uploadpack", "init.templateDir"]
CALLED = [
    "GIT_PAGER",
    "GIT_EXTERNAL_DIFF",
    "GIT_SSH_COMMAND",
    "GIT_SSH",
    "GIT_ASKPASS",
    "GIT_EDITOR",
    "GIT_PROXY_COMMAND",
]
TRACED = ["GIT_TRACE", "GIT_TRACE2", "GIT_TRACE2_EVENT", "GIT_TRACE_PACKET", "GIT_TRACE_SETUP", "GIT_REDIRECT_STDERR"]


def test_nothing_of_the_repository_is_run(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its settings, attributes, hooks and git's own variables name, in aliases and out of them."""
    touch = f"touch {repository}/ran"
    for key in RUN:
        call(repository, "config", key, f"!{touch}" if key.startswith("alias.") else touch)
    for hook in ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc", "fsmonitor-watchman"):
        script = repository / ".git/hooks" / hook
        script.parent.mkdir(exist_ok=True)
        script.write_text(f"#!/bin/sh\n{touch}\n")
        script.chmod(0o755)
    (repository / ".git/info/attributes").write_text("* filter=f diff=d merge=d\n")
    (repository / "configs/.gitattributes").write_text("* filter=f diff=d merge=d\n")
    for name in CALLED:
        monkeypatch.setenv(name, touch)
    for name in TRACED:
        monkeypatch.setenv(name, str(repository / "ran"))
    monkeypatch.setenv("GIT_EXEC_PATH", str(repository))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", touch)
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", f"'core.pager'='{touch}'")
    assert held("v1:configs", repository)["scorecard.toml"] == b"one"
    assert not (repository / "ran").exists()


@pytest.mark.parametrize("first", ["", ".", "bin", "configs/../bin", "./"])
def test_a_git_that_lies_in_the_folder_is_not_run(
    repository: Path, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    """A PATH may name the folder at hand: an empty word between two colons does."""
    (repository / "bin").mkdir()
    for name in ("git", "bin/git"):
        (repository / name).write_text(f"#!/bin/sh\ntouch {repository}/ran\n")
        (repository / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{first}:{os.environ['PATH']}")
    monkeypatch.chdir(repository)
    assert held("v1:configs", repository)["scorecard.toml"] == b"one"
    monkeypatch.setenv("PATH", first)
    assert refused("v1:configs", repository).message == "git is not installed, or not on the PATH"
    assert not (repository / "ran").exists()


def test_a_bare_repository_among_the_files_does_not_answer(repository: Path) -> None:
    """Such a one is a folder like any other, so a pull request may bring it, with readings and settings of its own."""
    planted = repository / "configs/planted"
    call(repository, "clone", "-q", "--bare", ".", str(planted))
    message = refused("main:configs", planted).message
    assert message.startswith("git cannot be used here: cannot use bare repository")
    assert held("main:configs", repository / "configs")["scorecard.toml"] == b"two"


def test_a_repository_of_somebody_else_is_not_used(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git itself refuses; what would talk it out of that is not in the repository's power."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    call(repository, "config", "safe.directory", "*")
    assert held("main:configs", repository)["scorecard.toml"] == b"two"  # the variable is git's own, and taken away
    kept = git._environment
    monkeypatch.setattr(git, "_environment", lambda: {**kept(), "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})
    assert "dubious ownership" in refused("main:configs", repository).message


def test_nothing_is_fetched(repository: Path) -> None:
    """What a partial clone lacks would be fetched on the way, from wherever the repository says."""
    blob = call(repository, "rev-parse", "v1:configs/scorecard.toml")
    (repository / ".git/objects" / blob[:2] / blob[2:]).unlink()
    settings = {"remote.o.url": f"ext::touch {repository}/ran", "remote.o.promisor": "true"}
    settings |= {"extensions.partialClone": "o", "core.repositoryFormatVersion": "1", "protocol.ext.allow": "always"}
    for key, value in settings.items():
        call(repository, "config", key, value)
    assert refused("v1:configs", repository).message.startswith("git ")
    assert not (repository / "ran").exists()


def test_too_many_and_too_large(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git, "TABLE_LIMIT", 3)
    assert "hubs/a.toml" not in held("main:configs", repository)
    monkeypatch.setattr(git, "MOST_BYTES", 5)
    assert "holds more than 5,000 files or 0 MiB" in refused("main:configs", repository).message
    monkeypatch.setattr(git, "MOST_ANSWERED", 10)
    assert "git answers more than" in refused("main:configs", repository).message


def test_time_runs_out(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    slow = tmp_path / "bin/git"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setattr(git, "SECONDS", 0.2)
    assert refused("main:configs", repository).message == "git cannot be used here: it was ended after 0.2 seconds"


def test_objects_that_are_gone(repository: Path) -> None:
    blob = call(repository, "rev-parse", "v1:configs/scorecard.toml")
    (repository / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert refused("v1:configs", repository).message == "git cannot hand out `scorecard.toml`"


def test_a_folder_that_is_gone(repository: Path) -> None:
    tree = call(repository, "rev-parse", "v1:configs")
    (repository / ".git/objects" / tree[:2] / tree[2:]).unlink()
    assert refused("v1:configs", repository).message.startswith("git cat-file failed: ")


@pytest.mark.parametrize("bytes_", [0, 60])
def test_an_answer_that_is_cut_off(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bytes_: int
) -> None:
    """A git that lists what there is and hands out nothing, or a head (48 bytes) and too little."""
    (repository / "configs/scorecard.toml").write_text("x" * 100)
    call(repository, "commit", "-qam", "three")
    call(repository, "tag", "v3")
    (tmp_path / "bin").mkdir()
    real = shutil.which("git")
    mute = tmp_path / "bin/git"
    mute.write_text(f'#!/bin/sh\ncase "$*" in *--batch*) {real} "$@" | head -c {bytes_};; *) exec {real} "$@";; esac\n')
    mute.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    assert refused("v3:configs/scorecard.toml", repository).message.startswith("git cannot hand out `")


def test_names_that_lead_out(repository: Path) -> None:
    blob = call(repository, "rev-parse", "v1:configs/scorecard.toml")
    name = bytes.fromhex(blob)
    tree = b"100644 ..\0" + name + b"100644 fine\0" + name
    made = call(repository, "hash-object", "-t", "tree", "-w", "--literally", "--stdin", given=tree)
    assert held(f"{made}:", repository) == {"fine": b"one"}


def test_the_same_name_twice(repository: Path) -> None:
    name = bytes.fromhex(call(repository, "rev-parse", "v1:configs/scorecard.toml"))
    tree = (b"100644 fine\0" + name) * 2
    made = call(repository, "hash-object", "-t", "tree", "-w", "--literally", "--stdin", given=tree)
    assert "cannot copy `fine` out of the revision: file exists" in refused(f"{made}:", repository).message


def test_the_form_of_a_revision() -> None:
    assert is_revision("main:configs")
    assert not is_revision("configs")
