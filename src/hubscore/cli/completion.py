"""Completion: scripts that make a shell ask, and the answers.

A shell asks by running the program with two variables set: which shell it is, and in `COMP_LINE`
the line up to the cursor. An answer is one word a line, for zsh
and fish with its meaning behind a tab, or `:files`. Nothing that goes wrong is heard: an error
in the midst of a line that somebody types would help nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from hubscore.cli.candidates import Offer, offered
from hubscore.cli.emit import emit
from hubscore.cli.options import Command
from hubscore.cli.words import ASKED
from hubscore.files.find import find
from hubscore.files.outline import Outline, outline
from hubscore.formats.safe import safe

FILES = ":files"
"""The answer where a file belongs: the shell completes those better."""

BREAKS = "=:"
"""Where bash begins another word, of what stands in ids and options, unless COMP_WORDBREAKS says otherwise."""

LONGEST_MEANING = 60

SCRIPTS = {
    "bash": r"""_hubscore() {
    local found
    mapfile -t found < <(_HUBSCORE_COMPLETE=bash COMP_LINE="${COMP_LINE:0:COMP_POINT}" \
        COMP_WORDBREAKS="$COMP_WORDBREAKS" "$1" 2>/dev/null)
    if [[ ${found[0]} == :files ]]; then
        compopt -o default
        found=()
    elif [[ ${found[0]} == *[=:.] ]]; then
        compopt -o nospace
    fi
    COMPREPLY=("${found[@]}")
}
complete -F _hubscore hubscore
""",
    "zsh": r"""#compdef hubscore
_hubscore() {
    local -a found words_only shown joined joined_shown
    local entry line="${(j: :)words[1,CURRENT-1]} $PREFIX"
    found=("${(@f)$(_HUBSCORE_COMPLETE=zsh COMP_LINE="$line" "${words[1]}" 2>/dev/null)}")
    if [[ $found[1] == :files ]]; then
        _files
        return
    fi
    for entry in $found; do
        if [[ ${entry%%$'\t'*} == *[=:.] ]]; then
            joined+=("${entry%%$'\t'*}")
            joined_shown+=("${entry/$'\t'/  -- }")
        else
            words_only+=("${entry%%$'\t'*}")
            shown+=("${entry/$'\t'/  -- }")
        fi
    done
    compadd -l -d joined_shown -S '' -a joined
    compadd -l -d shown -a words_only
}
if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
    _hubscore "$@"
else
    compdef _hubscore hubscore
fi
""",
    "fish": r"""function __hubscore_complete
    set -l found (env _HUBSCORE_COMPLETE=fish COMP_LINE=(commandline -cp | string collect) hubscore 2>/dev/null)
    if test "$found[1]" = ":files"
        __fish_complete_path (commandline -ct)
    else if set -q found[1]
        printf '%s\n' $found
    end
end
complete -c hubscore -f -a '(__hubscore_complete)'
""",
}
"""What each shell runs once, to ask from then on; bash from 4, fish from 3."""


def answer(environ: Mapping[str, str], folder: Path, commands: Mapping[str, Callable[[], Command]]) -> int:
    """Print what may be typed at the end of a line; always status 0, whatever the files are like."""
    shell = environ[ASKED]
    try:
        *words, current = split(environ.get("COMP_LINE", ""))
        offer = offered(words[1:], current, commands, lambda: _outline(words, environ, folder))
        text = _printed(offer, shell, _kept(current, environ.get("COMP_WORDBREAKS", BREAKS)))
        if text:
            emit(text)
    except (Exception, SystemExit):  # noqa: BLE001, S110 - see above
        pass
    return 0


def _outline(words: list[str], environ: Mapping[str, str], folder: Path) -> Outline:
    """What the scorecard names that the line, the environment or the folder means."""
    given = None
    for word, value in zip(words, [*words[1:], ""], strict=True):
        option, sign, rest = word.partition("=")
        if option in ("-c", "--scorecard"):
            given = rest if sign else value
    path, _ = find(Path(given).expanduser() if given else None, folder, environ)
    return outline(path)


def _printed(offer: Offer, shell: str, kept: str) -> str:
    """The lines of an answer; bash is not told what it has already, nor what a word means."""
    if offer.files:
        return FILES + "\n"
    if shell == "bash":
        return "".join(f"{word[len(kept) :]}\n" for word in offer.words)
    return "".join(f"{word}\t{_short(meaning)}\n" if meaning else f"{word}\n" for word, meaning in offer.words.items())


def _short(meaning: str) -> str:
    text = safe(meaning)
    return text if len(text) <= LONGEST_MEANING else text[: LONGEST_MEANING - 1].rstrip() + "…"


def _kept(current: str, breaks: str) -> str:
    """What of a word bash takes for words of their own, up to the last sign that breaks it."""
    ends = [current.rfind(sign) for sign in BREAKS if sign in breaks]
    return current[: max(ends, default=-1) + 1]


def split(line: str) -> list[str]:
    """The words of an unfinished line, the last being the one that is typed: empty after a space.

    Quotes and backslashes as in a shell; what is not closed ends with the line.
    """
    words, word, begun, quote = [], "", False, ""
    signs = iter(line)
    for sign in signs:
        if sign == "\\" and quote != "'":
            word, begun = word + next(signs, ""), True
        elif sign in ("'", '"') and quote in ("", sign):
            quote, begun = "" if quote else sign, True
        elif sign.isspace() and not quote:
            words += [word] if begun else []
            word, begun = "", False
        else:
            word, begun = word + sign, True
    return [*words, word]
