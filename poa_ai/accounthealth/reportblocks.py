"""What the blocks of an account health report are called, read from metrics.toml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from poa_ai.errors import DataFileError
from poa_ai.packagefiles import package_folder
from poa_ai.tomlfile import Table, read_toml


@dataclass(frozen=True, slots=True)
class MetricBlock:
    """A rate of the report. `counted` and `base` name its counts; `components` those that add up to it.

    `comparison` is the direction of the target where the report gives none: "below" or "at-least".
    """

    name: str
    keys: tuple[str, ...]
    label: str
    comparison: str
    counted: str
    base: str
    components: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ViolationBlock:
    """A count of violations; `issue` is the issue type that it speaks for, "" for none."""

    keys: tuple[str, ...]
    label: str
    issue: str


@dataclass(frozen=True, slots=True)
class ReportBlocks:
    """All that is known of the report. `marketplaces` maps Amazon's marketplace ids to codes."""

    metrics: tuple[MetricBlock, ...]
    violations: tuple[ViolationBlock, ...]
    marketplaces: Mapping[str, str]


@cache
def load_blocks() -> ReportBlocks:
    """The blocks as metrics.toml lists them. Raises DataFileError for a file that is wrong."""
    path = "poa_ai/accounthealth/metrics.toml"
    root = read_toml(package_folder("poa_ai.accounthealth") / "metrics.toml", path, DataFileError)
    root.only(["metric", "violation", "marketplaces"])
    return ReportBlocks(
        tuple(_metric(table) for table in root.tables("metric")),
        tuple(_violation(table) for table in root.tables("violation")),
        dict(root.get("marketplaces", dict)),
    )


def _metric(table: Table) -> MetricBlock:
    table.only(["name", "keys", "label", "comparison", "counted", "base", "components"])
    components: dict[str, Any] = table.get("components", dict, {})
    return MetricBlock(
        table.get("name", str),
        table.strings("keys", required=True),
        table.get("label", str),
        table.choice("comparison", ("below", "at-least")),
        table.get("counted", str),
        table.get("base", str),
        components,
    )


def _violation(table: Table) -> ViolationBlock:
    table.only(["keys", "label", "issue"])
    issue = table.get("issue", str) if "issue" in table.values else ""
    return ViolationBlock(table.strings("keys", required=True), table.get("label", str), issue)
