from __future__ import annotations

import sys
import time
from collections.abc import Callable

import pytest


@pytest.fixture
def cpu_seconds() -> Callable[[Callable[[], object]], float]:
    """Measure the CPU time of some work; coverage, which would slow it tenfold, looks away."""

    def measure(work: Callable[[], object]) -> float:
        tracer = sys.gettrace()
        sys.settrace(None)
        try:
            start = time.process_time()
            work()
            return time.process_time() - start
        finally:
            sys.settrace(tracer)

    return measure
