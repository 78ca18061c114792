"""What docs/numbers.md says, from scores held against exact ones: `python docs/make_numbers.py` writes it anew."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).with_name("numbers.md")

ORACLES = Path(__file__).parents[1] / "tests" / "oracles"

HEAD = """\
# How exact the numbers are

Made by `python docs/make_numbers.py`, which scores figures twice: by the program, in numbers of 53 bits, and by a
second writing of [the methods](methods.md) in rational numbers, or 50 digits where roots and logarithms come in. A
test says when the page is stale, and fails where a score is off by more than its bound
(`python -m pytest tests/oracles/test_exact.py`).

An error is told in roundings: units of 2^-53 of the scale's span, or of the score itself where that is larger. On a
scale of 0 to 100 one rounding is 1.1e-14 points. What counts as a tie, a billionth of the span, is nine million of
them.

**Ordinary figures** are evenly spread, skewed and negative ones, with gaps and ties. **Catastrophic figures** are
chosen to go wrong: 1e-300 to 1e15 in one indicator, neighbours 2^-50 apart, a single figure 2^-52 from all others,
figures an eighth apart near 1e15, subnormal ones, goalposts one place apart; scores of 0, 1e-310 and 100 side by side;
weights from 1e-6 to 1e6.

**Bound**: every score has a bound of its own that follows from its operations, not from what was seen; it grows with
what the fourth column says. The last column is the greatest share of it that was used."""

FOOT = """\
What follows from it:

- With goalposts, and with every method that asks for a range, a place or a share, nothing cancels: figures are exact
  when they are subtracted, so that a score is right to the last places however large, small or near each other they
  are.
- `zscore` and `robust` take distances from a figure first. A mean of figures near 1e15 is known to an eighth only;
  their deviations are known to the last places all the same.
- A floor takes room: with `floor = 0.9` a geometric mean is found on a tenth of the scale, at ten times the error.
- `per` loses digits only where a reading or ratio is smaller than 1e-307: such numbers have fewer digits to begin
  with. A ratio or an unclipped score above 1e30 is refused by name.
- A `transform` is taken before the range is. Where all figures lie within a part in 10^n of each other, 16 - n digits
  are left of their logarithms, and what is 2^-52 apart has one logarithm: such an indicator is told of as constant.
- `winsorise` decides as fifty digits do which figures it brings in and whether a logarithm follows
  (`python -m pytest tests/oracles/test_exact_treat.py`).
- Copeland, ranks and ties are decided by comparisons with a tolerance: rounding has a say only where two scores are a
  billionth of the scale apart to the last place.

## What follows from scores

`python -m pytest tests/oracles/test_exact_studies.py` holds the rest against rational numbers.

- **Ties** are those of the rule (a group holds all within a billionth of the span of its first member) for scores that
  lie on its edge or one place off, in any order of hubs.
- **Points** of `explain` add up to the score within 8 roundings of their sizes for each indicator, under every
  aggregation, also where scores are 0, 1e-310 and 100.
- **Ratios of intervals** are off by two roundings at each end, and hold every exact ratio but for that.
- **Shapley values** of whole numbers, which `diff` splits a move by, are the nearest number to the exact one.
- **Sobol estimators** agree with their formulas in rational numbers within 40 roundings for each draw, times the size
  of the outputs over their variance.
- **`--overtake`**: in exact arithmetic the weights found put the hub above by more than a tie, and no less weight
  does so, within the millionth that the solver of linear programmes takes for zero.
- **100,000 hubs**: a mean over ten orders of magnitude is right to 33 roundings, not to 100,000, since sums are taken
  in halves; deviations of figures an eighth apart near 1e15 to 128, times their range over their spread."""


def numbers() -> str:
    """The whole page."""
    sys.path.insert(0, str(ORACLES))
    from tried import GROUPS

    blocks = [HEAD]
    for title, names in GROUPS.items():
        blocks += [f"## {title}", "\n".join([*_head(), *map(_line, names)])]
    return "\n\n".join([*blocks, FOOT]) + "\n"


def _head() -> Iterator[str]:
    cells = ("Method", "Held against", "Ordinary figures", "Bound grows with", "Catastrophic figures", "Share of bound")
    yield f"| {' | '.join(cells)} |"
    yield "| --- | --- | ---: | --- | ---: | ---: |"


def _line(name: str) -> str:
    from tried import ROWS, found, shown

    plain, wide = found(name, wide=False), found(name, wide=True)
    share = f"{float(max(plain.share, wide.share)):.0%}"
    title, exact, grows = ROWS[name]
    return f"| {title} | {exact} | {shown(plain.error)} | {grows} | {shown(wide.error)} | {share} |"


if __name__ == "__main__":
    PAGE.write_text(numbers(), encoding="utf-8")
