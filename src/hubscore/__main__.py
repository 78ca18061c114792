"""The way in: `hubscore` and `python -m hubscore`. What is set here holds for the whole process."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from types import ModuleType
from typing import NoReturn


def main() -> NoReturn:
    """Run the program and end the process."""
    gc.disable()  # a run is short: what the collector would free is freed by its end
    # numpy's linear algebra would keep a thread a core spinning for work that a run never has
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _without_plugins()
    try:
        from hubscore.cli.app import main as run

        status = run()
    except KeyboardInterrupt:  # while the program itself is loaded
        status = 130
    _leave(status)


def _leave(status: int) -> NoReturn:
    """End at once: taking all modules apart would cost a fifth of a run, and nobody would see it.

    Every answer has been written and flushed by then.
    """
    atexit._run_exitfuncs()
    os._exit(status)


def _without_plugins() -> None:
    """Keep pydantic from searching all installed packages for plugins.

    The search is a tenth of a start, and what lies in an environment by chance has no
    business in a run of this program. The setting PYDANTIC_DISABLE_PLUGINS only ignores what
    was found, after the cost. Should the module be named otherwise one day, nothing breaks.
    """
    loader = ModuleType("pydantic.plugin._loader")
    loader.get_plugins = tuple  # type: ignore[attr-defined]
    sys.modules.setdefault(loader.__name__, loader)


def _without_working_folder() -> None:
    """Take away what `python -m` puts first of all places that modules come from: the folder at hand.

    A `rich.py` that came with a scorecard would be run. Too late for a `hubscore.py`: only the
    console script, or `python -P -m hubscore`, keeps off that one.
    """
    if not sys.flags.safe_path:
        del sys.path[0]


if __name__ == "__main__":
    _without_working_folder()
    main()
