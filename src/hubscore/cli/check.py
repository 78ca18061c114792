"""hubscore check."""

from __future__ import annotations

from hubscore.cli.options import Shared, with_shared


@with_shared
def check(shared: Shared) -> object:
    """Whether all files are valid and can be scored; exit status 2 if not."""
    from hubscore.cli.answer import Answer, format_name
    from hubscore.cli.ask import opened
    from hubscore.errors import InputError
    from hubscore.pages.check import check_page, invalid_page, problems_of
    from hubscore.studies.check import trials

    forced = [field for field, given in (("as_of", shared.as_of), ("evidence", shared.admit)) if given is not None]
    try:
        workspace = opened(shared)
        card = workspace.scorecard
        scenarios = card.scenarios if workspace.scenario is None else ()
        problems = problems_of(workspace, trials(workspace.file.data, card, workspace.dataset, scenarios, forced))
        document = check_page(workspace, problems)
    except InputError as error:
        problems, document = list(error.problems), invalid_page(error.problems)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors and format_name(shared) == "table":
        raise InputError(problems)  # people read them where they read all errors; a table would tell them twice
    return Answer(document, shared, 2 if errors else 0, errors)
