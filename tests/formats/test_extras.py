from __future__ import annotations

import sys

import pytest

from hubscore.errors import UsageError
from hubscore.formats.extras import JINJA, XLSXWRITER, Extra


@pytest.mark.parametrize("extra", [JINJA, XLSXWRITER])
def test_what_is_installed_is_not_refused(extra: Extra, monkeypatch: pytest.MonkeyPatch) -> None:
    extra.refuse_without()
    monkeypatch.setitem(sys.modules, extra.module, None)
    with pytest.raises(UsageError, match=f"needs the package {extra.package}") as found:
        extra.refuse_without()
    assert f"pip install 'hubscore[{extra.extra}]'" in (found.value.problems[0].hint or "")
