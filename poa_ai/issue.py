"""An issue type: what the trade knows about one kind of deactivation, as data.

`issuefile.load_issue_type` reads it from an issue.toml; every item names the source it comes from.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from poa_ai.findings import Severity
from poa_ai.patterns import Pattern


class Artefact(StrEnum):
    """What a notice wants: which of these is sent decides whether anybody reads it."""

    PLAN = "plan-of-action"
    DOCUMENTS = "documents"
    ACKNOWLEDGEMENT = "acknowledgement"
    NONE = "none"
    """Nothing may be drafted: whatever is written makes it worse. The route's advice says what can help."""


class Marking(StrEnum):
    """Whether a document may bear a highlight or a box; marks on identity and bank papers read as forgery."""

    ALLOWED = "allowed"
    NEVER = "never"


class Level(StrEnum):
    """Whether a letter can do without a checklist item."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"

    @property
    def severity(self) -> Severity:
        """The weight of the gap when the item is not met."""
        return Severity.ERROR if self is Level.REQUIRED else Severity.WARNING


@dataclass(frozen=True, slots=True)
class Source:
    """Where an item of knowledge comes from. `reliability`: official, forum, consultant or repository."""

    key: str
    title: str
    where: str
    reliability: str

    def __str__(self) -> str:
        """Title and kind of source, as reports print it."""
        return f"{self.title} ({self.reliability})"


@dataclass(frozen=True, slots=True)
class Signal:
    """Words of a notice that speak for something.

    `finds` are sentences that the patterns must match, `ignores` decoys that they must not.
    """

    match: tuple[Pattern, ...]
    finds: tuple[str, ...]
    ignores: tuple[str, ...]
    source: Source
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Route:
    """Which artefact the notice wants: the first of `exceptions` whose signal is heard, else `default`.

    `advice` is what the seller is told where the default is no plan; "" for the general words.
    """

    default: Artefact
    exceptions: tuple["RouteException", ...] = ()
    advice: str = ""

    @property
    def may_be_plan(self) -> bool:
        """Whether any notice on this issue wants a plan; else no section of a letter is ever about it."""
        return Artefact.PLAN in (self.default, *(entry.artefact for entry in self.exceptions))


@dataclass(frozen=True, slots=True)
class RouteException:
    """A signal in the notice that changes the artefact, and what the seller is told to do then."""

    artefact: Artefact
    signal: Signal
    advice: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A kind of the issue that asks for other papers: a patent complaint, say, among IP complaints."""

    id: str
    title: str
    explanation: str
    signal: Signal
    source: Source


@dataclass(frozen=True, slots=True)
class MetricKind:
    """A metric that the issue type owns. `target` is Amazon's limit, `comparison` its direction.

    `unit` is that of value and target; `counted` and `base` name what count and base count.
    """

    name: str
    aliases: tuple[str, ...]
    label: str
    unit: str
    comparison: str
    target: float
    window_days: tuple[int, ...]
    counted: str
    base: str
    source: Source


@dataclass(frozen=True, slots=True)
class CauseKind:
    """A root cause the trade knows. `actions` and `measures` usually answer it, for the seller to choose."""

    id: str
    title: str
    explanation: str
    actions: tuple[str, ...]
    measures: tuple[str, ...]
    variants: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """Something the facts should hold.

    `check` names the test (see `checklist`), `wants` is what it looks for; an empty `variants` means always.
    `met` and `missed` are example sentences for checks that look for words.
    """

    id: str
    level: Level
    check: str
    wants: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    message: str
    ask: str
    why: str
    variants: tuple[str, ...]
    met: tuple[str, ...]
    missed: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Disqualified:
    """A kind of document that is not accepted, and why."""

    kinds: tuple[str, ...]
    reason: str
    source: Source


@dataclass(frozen=True, slots=True)
class EvidenceRequirement:
    """Documents that prove the case: any of `kinds`.

    `window_days` counts back from `counted_from` (notice or today); None means any age.
    `fields` are what the document must show. With `per_product`, each ASIN needs one. `formats` are the file
    formats that Amazon accepts for it, in lower case without a dot; empty stands for any.
    """

    id: str
    title: str
    kinds: tuple[str, ...]
    level: Level
    window_days: int | None
    counted_from: str
    fields: tuple[str, ...]
    per_product: bool
    quantities: bool
    variants: tuple[str, ...]
    why: str
    disqualified: tuple[Disqualified, ...]
    source: Source
    formats: tuple[str, ...] = ()
    marking: Marking = Marking.ALLOWED

    def accepts(self, file: str) -> bool:
        """Whether a file of that name is in an accepted format; one without an ending is taken for one."""
        _, dot, ending = file.rpartition("/")[2].lower().rpartition(".")
        formats = {_FORMAT_NAMES.get(name, name) for name in self.formats}
        return not dot or not formats or _FORMAT_NAMES.get(ending, ending) in formats

    @property
    def formats_told(self) -> str:
        """The accepted formats in words: "pdf, jpg or png"; "" for any."""
        return " or ".join(filter(None, (", ".join(self.formats[:-1]), *self.formats[-1:])))


@dataclass(frozen=True, slots=True)
class Rejection:
    """What gets an appeal on this issue refused."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class IssueType:
    """All about one kind of deactivation. `reviewed` is the day its sources were last read."""

    id: str
    title: str
    summary: str
    reviewed: str
    route: Route
    sources: tuple[Source, ...]
    metrics: tuple[MetricKind, ...]
    signals: tuple[Signal, ...]
    variants: tuple[Variant, ...]
    cause_kinds: tuple[CauseKind, ...]
    reviewer: tuple[str, ...]
    checklist: tuple[ChecklistItem, ...]
    evidence: tuple[EvidenceRequirement, ...]
    rejections: tuple[Rejection, ...]
    vocabulary: tuple[str, ...]
    example_notice: str = field(repr=False, default="")

    def cause_kind(self, id: str | None) -> CauseKind | None:
        """The cause kind of that id; None for one that this issue type does not know."""
        return next((kind for kind in self.cause_kinds if kind.id == id), None)

    def metric(self, name: str) -> MetricKind | None:
        """The metric of that name or alias, whatever the case and the separators; None for any other."""
        wanted = _folded(name)
        return next((m for m in self.metrics if wanted in map(_folded, (m.name, *m.aliases))), None)


_FORMAT_NAMES = {"jpeg": "jpg", "tif": "tiff"}
"""Two names of one file format."""


def _folded(name: str) -> str:
    return name.casefold().replace("-", "_").replace(" ", "_")
