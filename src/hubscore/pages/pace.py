"""How growth and gaps against a reference are worded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from math import ceil, floor, isfinite

from hubscore.model.ranking import Ranking
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.frame import counted, listed, with_shares
from hubscore.studies.pace import OPEN, Pace, Range
from hubscore.workspace import Workspace

TEXT = Show()
FINE = 0.1
"""Gaps below this are shown to a tenth of a per cent."""

NOISE = 1e-6
"""Steps by which a computed number may miss the round one that it is."""

MOST_SENTENCES = 4
"""Of one series so many hubs are told in full; of more only what becomes of them."""

ORDER = (
    "overtook",
    "pulling ahead",
    "catching up",
    "gaining",
    "keeping pace",
    "no clear change",
    "lead shrinking",
    "falling behind",
    "losing ground",
    "overtaken",
    "open",
)
"""Verdicts, the best for the hub first."""


def pace_tables(
    workspace: Workspace, ranking: Ranking, paces: Sequence[Pace], shown: bool, verbose: bool
) -> tuple[Table, ...]:
    """The table `pace` for scripts and, if `shown`, one for people."""
    every = _for_scripts(ranking, paces)
    if not shown:
        return (every,)
    return every, _for_people(workspace, ranking, _told(workspace, _once(workspace, paces), verbose))


def _told(workspace: Workspace, paces: Sequence[Pace], verbose: bool) -> list[Pace]:
    """What people see: comparisons that tell something of what scores; of a single series all."""
    if verbose or len({each.series for each in paces}) < 2:
        return list(paces)
    indicators = workspace.scorecard.indicators
    scores = {*indicators, *(entry.from_ for entry in indicators.values())}
    return [each for each in paces if each.verdict not in ("open", "no reference") and each.series in scores]


def pace_lead(workspace: Workspace, ranking: Ranking, paces: Sequence[Pace]) -> list[str]:
    """What becomes of each hub; of a single series in full."""
    compared = [each for each in _once(workspace, paces) if each.reference is not None]
    if not paces:
        return ["There is no pace: nothing asked for was read in two years."]
    if not compared:
        why = "no reference was read in two of a hub's years"
        return [f"There is nothing to compare with: {why}; `--against HUB` takes another."]
    if len({each.series for each in compared}) == 1 and len(compared) <= MOST_SENTENCES:
        return [_sentence(workspace, ranking, each) for each in _grouped(ranking, compared)]
    return [_summary(ranking, hub, compared) for hub in ranking.listing if any(each.hub == hub for each in compared)]


def pace_note(workspace: Workspace, paces: Sequence[Pace], verbose: bool) -> list[str]:
    """What the columns mean, and what is left out."""
    paces = _once(workspace, paces)
    lines = []
    if any(each.reference is not None for each in paces):
        lines.append(
            "A year: growth; of ranks and shares, gains (+) and losses (-) in all years. Then, now: share of the "
            "reference's value; of ranks and shares, how far ahead (+) or behind (-). Readings are of the same years."
        )
        lines.append("No clear change: no more than the evidence leaves open. Open: bounds do not tell.")
    told = _told(workspace, paces, verbose)
    hidden = [each for each in paces if each not in told]
    if hidden:
        lines.append(f"Not shown without -v: {listed(_hidden([each.verdict for each in hidden]))}.")
    return lines


def _hidden(verdicts: Sequence[str]) -> list[str]:
    """How many comparisons are not shown, by reason."""
    open_, alone = verdicts.count("open"), verdicts.count("no reference")
    beside = len(verdicts) - open_ - alone
    return [
        *([f"{open_} that are open"] if open_ else []),
        *([f"{beside} of measures that only divide others"] if beside else []),
        *([f"{counted(alone, 'series', 'series')} with no reference of the same years"] if alone else []),
    ]


def _once(workspace: Workspace, paces: Sequence[Pace]) -> list[Pace]:
    """Without measures that an indicator reads as they are, if both are here."""
    here = {each.series for each in paces}
    indicators = workspace.scorecard.indicators
    doubled = {entry.from_ for name, entry in indicators.items() if name in here and entry.from_ and not entry.per}
    return [each for each in paces if each.series not in doubled or each.series in indicators]


def _summary(ranking: Ranking, hub: int, paces: Sequence[Pace]) -> str:
    own = [each.verdict for each in paces if each.hub == hub]
    parts = [f"{verdict} in {own.count(verdict)}" for verdict in ORDER if verdict in own]
    return f"{ranking.dataset.hubs.names[hub]}, of {counted(len(own), 'comparison')}: {listed(parts)}."


def _sentence(workspace: Workspace, ranking: Ranking, pace: Pace) -> str:
    names = ranking.dataset.hubs.names
    hub, reference = names[pace.hub], names[pace.reference or 0]
    what = f"{hub}, {workspace.scorecard.label(pace.series)}:"
    then, now = (pace.gap_then, pace.gap_now)
    if pace.difference:
        started, ended = (_distance(turned(gap, _better(workspace, pace))) for gap in (then, now))
        return f"{what} {started} {reference} in {pace.first}, {ended} it in {pace.last}: {_verdict(pace)}."
    started, ended = (gap_text(gap) for gap in (then, now))
    return f"{what} {started} of {reference}'s in {pace.first}, {ended} in {pace.last}: {_verdict(pace)}."


def _distance(lead: Range) -> str:
    """How far ahead or behind in running text, to be followed by whom."""
    if lead == Range(0, 0):
        return "level with"
    if lead.low >= 0:
        return f"{ends_text(lead, _plain)} ahead of"
    if lead.high <= 0:
        return f"{ends_text(turned(lead, higher=False), _plain)} behind"
    return "ahead of or behind"


def _verdict(pace: Pace) -> str:
    reasons = {"open": ", since bounds do not tell", "no clear change": ", since the evidence leaves as much open"}
    return pace.verdict + reasons.get(pace.verdict, "")


def _better(workspace: Workspace, pace: Pace) -> bool:
    """Whether more of it is better; so it is taken for a measure."""
    entry = workspace.scorecard.indicators.get(pace.series)
    return entry is None or entry.direction == "higher"


def _for_scripts(ranking: Ranking, paces: Sequence[Pace]) -> Table:
    columns = ("hub", "indicator", "from", "to", *_keys("growth"), "reference", *_keys("reference_growth"))
    columns += ("gap", *_keys("gap_then"), *_keys("gap_now"), "verdict")
    return Table("pace", tuple(map(Column, columns)), tuple(_script_row(ranking, each) for each in paces), shown=False)


def _keys(name: str) -> tuple[str, ...]:
    return name, f"{name}_at_least", f"{name}_at_most"


def _script_row(ranking: Ranking, pace: Pace) -> tuple[Cell, ...]:
    ids = ranking.dataset.hubs.ids
    kind = "difference" if pace.difference else "ratio"
    ranges = (pace.growth, pace.reference_growth, pace.gap_then, pace.gap_now)
    growth, theirs, then, now = ((each.exact, each.at_least, each.at_most) for each in ranges)
    reference = None if pace.reference is None else ids[pace.reference]
    start = (ids[pace.hub], pace.series, pace.first, pace.last)
    return (*start, *growth, reference, *theirs, kind, *then, *now, pace.verdict)


def _for_people(workspace: Workspace, ranking: Ranking, paces: Sequence[Pace]) -> Table:
    """Hubs below the indicator and the reference that they are compared in."""
    names = ranking.dataset.hubs.names
    columns = (
        Column(label="Growth", show=TEXT),
        Column(label="Years", show=TEXT, yields=-1),
        Column(label="A year", show=TEXT, yields=-1),
        Column(label="Reference", show=TEXT, yields=1),
        Column(label="Then", show=TEXT),
        Column(label="Now", show=TEXT),
        Column(label="", show=Show("spark"), yields=9),
        Column(label="Verdict", show=TEXT),
    )
    years = range(min((each.first for each in paces), default=0), max((each.last for each in paces), default=-1) + 1)
    rows: list[tuple[Cell, ...]] = []
    indents: list[int] = []
    for (series, reference), group in groupby(_grouped(ranking, paces), key=_key):
        against = "" if reference is None else f" against {names[reference]}"
        label = f"{workspace.scorecard.label(series)}{against}"
        rows.append((label, *[""] * (len(columns) - 1), *[None] * len(years)))
        members = list(group)
        rows.extend((names[each.hub], *_texts(workspace, each), *_heights(each, years)) for each in members)
        indents.extend([0, *[1] * len(members)])
    drawn = with_shares(columns, [6], each=len(years))
    return Table("pace for people", drawn, tuple(rows), shown=bool(rows), indents=tuple(indents))


def _heights(pace: Pace, years: range) -> list[float | None]:
    """The share of the reference by year, of the greatest; none where gaps are differences, or nothing proves one."""
    known = {} if pace.difference else {year: end for year, gap in pace.gaps for end in gap if isfinite(end)}
    most = max(known.values(), default=0.0)
    return [known[year] / most if year in known and most > 0 else None for year in years]


def _key(pace: Pace) -> tuple[str, int | None]:
    return pace.series, pace.reference


def _grouped(ranking: Ranking, paces: Sequence[Pace]) -> list[Pace]:
    """In the order of the series, those with one reference together, hubs as they are listed."""
    order = list(dict.fromkeys(each.series for each in paces))
    place = {series: number for number, series in enumerate(order)}
    listed_at = {hub: number for number, hub in enumerate(ranking.listing)}

    def key(each: Pace) -> tuple[int, bool, int, int]:
        return place[each.series], each.reference is None, each.reference or 0, listed_at[each.hub]

    return sorted(paces, key=key)


def _texts(workspace: Workspace, pace: Pace) -> Iterator[str]:
    better = _better(workspace, pace)
    yield f"{pace.first}–{pace.last}"
    yield growth_text(pace.growth, pace.difference, better)
    yield "" if pace.reference is None else growth_text(pace.reference_growth, pace.difference, better)
    for gap in (pace.gap_then, pace.gap_now):
        yield "" if pace.reference is None else gap_text(gap, pace.difference, better)
    yield ""
    yield "" if pace.reference is None else pace.verdict


def growth_text(growth: Range, difference: bool = False, higher: bool = True) -> str:
    """Growth as people read it: `+7.3 %`, `≥ +1.2 %`, of ranks and shares `+2` for 2 gained."""
    return ends_text(turned(growth, higher), _signed) if difference else ends_text(_widened(growth, _tenths), _rate)


def gap_text(gap: Range, difference: bool = False, higher: bool = True) -> str:
    """A gap as people read it: `30 %`, `≤ 39 %`, of ranks and shares `-8` for 8 behind."""
    if not difference:
        return ends_text(_widened(gap, _decimals), _per_cent)
    return ends_text(turned(gap, higher), _signed)


def turned(change: Range, higher: bool) -> Range:
    """A change or difference so that more is better."""
    return change if higher else Range(0.0 - change.high, 0.0 - change.low)


def ends_text(number: Range, text: Callable[[float], str]) -> str:
    """A number with what is proven of it: itself, a bound, two of them, or `open`."""
    if number == OPEN:
        return "open"
    if number.exact is not None:
        return text(number.exact)
    if number.at_least is not None and number.at_most is not None:
        return f"{text(number.at_least).removesuffix(' %')} to {text(number.at_most)}"
    return f"≥ {text(number.low)}" if number.at_least is not None else f"≤ {text(number.high)}"


def _widened(number: Range, decimals: Callable[[float], int]) -> Range:
    """Ends that are no exact numbers rounded outwards, as per cent, so that what is said stays true."""
    if number.exact is not None:
        return number
    ends = []
    for end, outwards in zip(number, (floor, ceil), strict=True):
        unit = 10.0 ** -(2 + decimals(end))
        steps = end / unit
        ends.append(unit * (outwards(steps) if isfinite(end) and abs(steps - round(steps)) > NOISE else steps))
    return Range(*ends)


def _tenths(_share: float) -> int:
    return 1


def _decimals(share: float) -> int:
    return 1 if share < FINE else 0


def _rate(share: float) -> str:
    text = f"{100 * share:+,.1f} %"
    return text if text.strip("+-0. %") else "0.0 %"


def _per_cent(share: float) -> str:
    return f"{100 * share:,.{_decimals(share)}f} %"


def _plain(number: float) -> str:
    return f"{number:,.4g}"


def _signed(number: float) -> str:
    return f"{number:+,.4g}" if number else "0"
