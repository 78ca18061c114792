"""What the tests here share stands beside them, under the name of this folder."""

from __future__ import annotations

import sys
from pathlib import Path

ABOVE = str(Path(__file__).resolve().parents[1])
if ABOVE not in sys.path:
    sys.path.insert(0, ABOVE)
