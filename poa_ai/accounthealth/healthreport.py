"""The seller performance report (JSON): rates off target become metrics, all else is asked or told."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from poa_ai.accounthealth.imported import Entry, Gathering, Imported
from poa_ai.accounthealth.rates import Rate, read_count, read_range, read_rate
from poa_ai.accounthealth.reportblocks import MetricBlock, ReportBlocks, load_blocks
from poa_ai.accounthealth.reportfile import MAX_BYTES, read_report
from poa_ai.dates import day_text
from poa_ai.errors import InputError
from poa_ai.jsontext import JsonTextError, parse_json

_CHANNELS = {"mfn": "seller-fulfilled orders", "afn": "Amazon-fulfilled orders"}
_OTHER = frozenset({"marketplaceId", "accountHealthRating", "warningStates", "warningState"})
_MAX_TOLD = 12


def read_account_health(path: Path, marketplace: str | None = None) -> Imported:
    """What the report says of one marketplace: that of the code `marketplace`, else the one in it.

    A report on several of which none is named, and none alone is deactivated, gives a question and nothing
    else. Raises InputError for a file that is no such report.
    """
    report = _parsed(path)
    blocks, found = load_blocks(), Gathering()
    entry = _entry_of(report, blocks, marketplace, found)
    if entry is not None:
        found.marketplace = blocks.marketplaces.get(str(entry.get("marketplaceId")))
        _read_rates(entry, blocks, found, path.name)
        _read_violations(entry, blocks, found)
        _read_rating(entry, found)
        known = _OTHER.union(*(b.keys for b in blocks.metrics), *(b.keys for b in blocks.violations))
        if unknown := sorted(key[:60] for key in entry if key not in known)[:_MAX_TOLD]:
            found.notes.append(f"{path}: not known and not read: {', '.join(unknown)}")
    return found.done()


def _parsed(path: Path) -> Mapping[str, Any]:
    try:
        report = parse_json(read_report(path), max_bytes=MAX_BYTES, max_depth=24)
    except JsonTextError as error:
        raise InputError(f"{path}: {error}") from None
    if not isinstance(report, dict) or not isinstance(report.get("performanceMetrics"), list):
        raise InputError(
            f"{path}: no account health report; it has no list 'performanceMetrics' "
            "(GET_V2_SELLER_PERFORMANCE_REPORT is the one to download)"
        )
    return report


def _entry_of(
    report: Mapping[str, Any], blocks: ReportBlocks, marketplace: str | None, found: Gathering
) -> Mapping[str, Any] | None:
    entries = [entry for entry in report["performanceMetrics"] if isinstance(entry, dict)]
    codes = [_code(entry, blocks) for entry in entries]
    if marketplace is not None:
        wanted = {"GB": "UK"}.get(marketplace.upper(), marketplace.upper())
        named = [entry for entry, code in zip(entries, codes, strict=True) if code == wanted]
        if named or len(set(codes)) > 1:
            return _one_of(named, [code for code in codes if code == wanted], wanted, found)
    down = {
        blocks.marketplaces.get(str(status.get("marketplaceId")))
        for status in _objects(report.get("accountStatuses"))
        if status.get("status") in {"DEACTIVATED", "SUSPENDED"}
    }
    fallen = [entry for entry, code in zip(entries, codes, strict=True) if code in down]
    chosen = entries if len(entries) == 1 else fallen
    entry = _one_of(chosen, codes, "", found)
    if entry is not None and marketplace is not None:
        found.ask(
            f"The account health report is about {_code(entry, blocks)}, the case about {marketplace}. "
            "Does the notice concern the marketplace of the report?"
        )
    return entry


def _one_of(
    entries: Sequence[Mapping[str, Any]], codes: Sequence[str], wanted: str, found: Gathering
) -> Mapping[str, Any] | None:
    if len(entries) == 1:
        return entries[0]
    listed = ", ".join(dict.fromkeys(codes)) or "no marketplace"
    about = f"nothing usable on {wanted}" if wanted else f"on {listed}"
    found.ask(
        f"The account health report is {about}: which marketplace does the notice name? "
        "Nothing was taken from the report."
    )
    return None


def _code(entry: Mapping[str, Any], blocks: ReportBlocks) -> str:
    given = str(entry.get("marketplaceId") or "an unnamed marketplace")[:40]
    return blocks.marketplaces.get(given, given)


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _read_rates(entry: Mapping[str, Any], blocks: ReportBlocks, found: Gathering, file: str) -> None:
    for block in blocks.metrics:
        taken = False
        for place, label, values in _placed(entry, block):
            rate = read_rate(values, block)
            if rate is None:
                if values.get("status") == "BAD":
                    found.ask(f"The report calls the {label} BAD and gives no usable rate: what was it?")
                continue
            if not (rate.is_off or rate.status == "BAD"):
                continue
            if taken:
                found.ask(
                    f"The {label} is off target too, {rate.value:g}% "
                    f"{_over(rate)}: does the notice concern these orders?"
                )
                continue
            taken = True
            source = f"{file}: {place}"[:500]
            _take(rate, label, source, found)
            if told := _components(values, rate):
                found.facts.append({"text": told, "source": source})


def _placed(entry: Mapping[str, Any], block: MetricBlock) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Where the block stands: under any of its spellings, and once for each channel where it has them."""
    key = next((key for key in block.keys if isinstance(entry.get(key), dict)), None)
    values = entry.get(key or "", {})
    channels = [name for name in _CHANNELS if isinstance(values.get(name), dict)]
    for name in channels:
        yield f"{key}.{name}", f"{block.label} of {_CHANNELS[name]}", values[name]
    if values and not channels:
        yield str(key), block.label, values


def _take(rate: Rate, label: str, source: str, found: Gathering) -> None:
    name = rate.block.name
    metric: Entry = {"name": name, "value": rate.value, "unit": "percent", "target": rate.target}
    metric |= {"window_days": rate.range.days, "as_of": rate.range.last and rate.range.last.isoformat()}
    if rate.agrees:
        metric |= {"count": rate.count, "base": rate.base}
    else:
        found.ask(
            f"The report gives the {label} as {rate.value:g}%, and counts {rate.count} of {rate.base}. "
            "Which counts belong to it? They were left out.",
            name,
        )
    metric["source"] = source
    found.metrics.append({key: value for key, value in metric.items() if value is not None})
    if rate.status in {"GOOD", "BAD"} and (rate.status == "BAD") != rate.is_off:
        aim = "no target" if rate.target is None else f"a target of {rate.target:g}%"
        found.ask(
            f"The report calls the {label} {rate.status}, and gives {rate.value:g}% with {aim}. "
            "Is it what the notice is about?",
            name,
        )


def _components(values: Mapping[str, Any], rate: Rate) -> str:
    """What the rate is made of, as a sentence; "" where the report does not say."""
    counts = {what: read_count(values.get(key)) for key, what in rate.block.components.items()}
    if not rate.count or None in counts.values() or not counts:
        return ""
    told = [f"{count} had {what}" for what, count in counts.items() if count]
    when = (
        f" in the {rate.range.days} days until {day_text(rate.range.last)}"
        if rate.range.days and rate.range.last
        else ""
    )
    listed = " and ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))
    return f"Of the {rate.count} orders with a defect{when}, {listed}." if told else ""


def _over(rate: Rate) -> str:
    return f"over {rate.range.days} days" if rate.range.days else "over a time that is not given"


def _read_violations(entry: Mapping[str, Any], blocks: ReportBlocks, found: Gathering) -> None:
    for block in blocks.violations:
        values: Mapping[str, Any] = next(
            (entry[key] for key in block.keys if isinstance(entry.get(key), dict)), {}
        )
        count = read_count(values.get("defectsCount", values.get("warningsCount")))
        if not count:
            continue
        days = read_range(values.get("reportingDateRange")).last
        until = f" until {day_text(days)}" if days else ""
        found.ask(f"The report counts {count} {block.label}{until}. Does the notice name them?")
        found.issues += [block.issue] if block.issue else []


def _read_rating(entry: Mapping[str, Any], found: Gathering) -> None:
    rating = entry.get("accountHealthRating")
    if isinstance(rating, dict):
        status = rating.get("ahrStatus") or rating.get("accountHealthRatingStatus")
        score = read_count(rating.get("ahrScore"))
        told = [str(status)[:40]] if status else []
        told += [f"score {score}"] if score is not None else []
        found.notes += [f"account health rating: {', '.join(told)}"] if told else []
    for state in _objects(entry.get("warningStates") or entry.get("warningState"))[:_MAX_TOLD]:
        if state.get("status") == "BAD":
            found.ask(
                f"The report warns of '{str(state.get('warningType'))[:60]}'. Does the notice speak of it?"
            )
