"""What a tuner would write into the scorecard: drafted at each step, checked and shown before it is saved."""

from __future__ import annotations

from functools import partial

from hubscore.editing.edit import Edited, proposed
from hubscore.editing.weights import plan_siblings
from hubscore.errors import Place, Problem, WriteError
from hubscore.files.edit import Draft, draft
from hubscore.tui.session import Session
from hubscore.workspace import shown


def drafted(session: Session) -> Draft:
    """The file with the present shares, as far as its text goes.

    Raises
    ------
    InputError
        The file cannot be read, or the change not be made.
    """
    workspace = session.base.workspace
    plan = plan_siblings(workspace, workspace.scenario, found=session.unsaved)
    return draft(plan.path, shown(plan.path), plan.changes)


def proposal(session: Session) -> Draft:
    """The same after a look at all files: the scorecard loads and can be scored with it.

    Raises
    ------
    WriteError
        The file has changed since it was read.
    InputError, UsageError, ScoringError
        It cannot be written.
    """
    return _done(session).draft


def save(session: Session, seen: Draft) -> None:
    """Write what was shown, and nothing else; the session goes on from there.

    Raises
    ------
    WriteError
        The file has changed since it was read; or it cannot be written. It is as it was, and the
        session too.
    InputError, UsageError, ScoringError
        The same.
    """
    session.saved(_done(session, seen).after)


def _done(session: Session, seen: Draft | None = None) -> Edited:
    base = session.base.workspace
    planned = partial(plan_siblings, found=session.unsaved)
    with proposed(session.path, planned, session.state.scenario, session.as_of, session.admit) as edited:
        made = edited.draft
        if made.before != base.file.text or (seen is not None and (made.old, made.new) != (seen.old, seen.new)):
            raise changed(made)
        if seen is not None:
            edited.save()
    return edited


def changed(made: Draft) -> WriteError:
    """Somebody else has been at work."""
    message = f"{made.shown} was changed by somebody else since it was read; nothing was written"
    hint = "R reads it again and keeps your shares"
    return WriteError(Problem("write", message, hint=hint, place=Place(file=made.shown)))
