"""What the seller knows, as facts.json holds it: the shape and its limits.

The reading of the file, with every problem at once, is `factsfile.load_facts`.
"""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, WithJsonSchema

MAX_FILE_BYTES = 2_000_000
"""Largest facts file that is read."""
MAX_DEPTH = 24
"""Deepest nesting of objects and lists in a facts file."""

MARKETPLACES = (
    "AE AU BE BR CA DE EG ES FR GB IE IN IT JP MX NL PL SA SE SG TR UK US ZA"  # UK and GB are one
).split()


def _iso_date(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError("expected a date written YYYY-MM-DD")


def _marketplace(value: Any) -> Any:
    if isinstance(value, str) and value.upper() in MARKETPLACES:
        return value.upper()
    raise ValueError(f"expected one of Amazon's marketplace codes: {', '.join(MARKETPLACES)}")


Day = Annotated[date, BeforeValidator(_iso_date), WithJsonSchema({"type": "string", "format": "date"})]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")]
Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
Prose = Annotated[str, Field(min_length=1, max_length=4_000, pattern=r"\S")]
Number = Annotated[float, Field(ge=-1e12, le=1e12, strict=True)]
Count = Annotated[int, Field(ge=0, le=10**12, strict=True)]
Days = Annotated[int, Field(ge=0, le=36_500, strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Asin = Annotated[str, Field(pattern=r"^[A-Za-z0-9]{10,13}$")]
Marketplace = Annotated[
    str, BeforeValidator(_marketplace), WithJsonSchema({"type": "string", "enum": MARKETPLACES})
]

Topic = Literal[
    "received",
    "scope",
    "asks_for_plan",
    "respond_within_days",
    "issues",
    "products",
    "requests",
    "metrics",
    "reply",
    "report",
]
"""What a question settles: a value of the notice, what the case is about, an earlier appeal, or a report."""

_DETAIL = re.compile(r"[,(|:;]|\s[-–—]\s")
_MANY = 200
_VERY_MANY = 2_000


class FactsPart(BaseModel):
    """Base of all parts: frozen, and no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    source: str | None = Field(default=None, max_length=500, description="where the value came from")


class Seller(FactsPart):
    """The account that the letter speaks for."""

    name: Name | None = None
    merchant_token: Name | None = None
    marketplace: Marketplace | None = None


class NoticeRequest(FactsPart):
    """One thing that the notice asks for. `window_days` counts back from what `counted_from` names."""

    id: Id
    kind: Name = "document"
    text: Prose | None = None
    window_days: Days | None = None
    counted_from: Name | None = None
    asins: tuple[Asin, ...] = Field(default=(), max_length=_VERY_MANY)


class NoticeFacts(FactsPart):
    """Amazon's message as the seller gives it; None stands for unknown."""

    received: Day | None = None
    scope: Literal["account", "listing", "warning", "reply"] | None = None
    text: Annotated[str, Field(max_length=200_000)] | None = None
    file: Name | None = Field(default=None, description="path below the folder of the facts file")
    asks_for_plan: Flag | None = None
    respond_within_days: Days | None = None
    submit_to: Name | None = Field(default=None, description="page or address that the answer goes to")
    orders: tuple[Name, ...] = Field(
        default=(), max_length=_VERY_MANY, description="ids of the orders that the notice names"
    )
    requests: tuple[NoticeRequest, ...] = Field(default=(), max_length=_MANY)


class Product(FactsPart):
    """A product that the case is about. `units_sold` counts the days that a document request covers."""

    asin: Asin | None = None
    title: Name | None = None
    brand: Name | None = None
    sku: Name | None = None
    units_sold: Count | None = None


class Metric(FactsPart):
    """A measured value. `target` is what Amazon asks for; it is never the measurement."""

    id: Id
    name: Name
    value: Number
    unit: Name | None = None
    target: Number | None = None
    window_days: Days | None = None
    as_of: Day | None = None
    count: Count | None = None
    base: Count | None = None


class Fact(FactsPart):
    """A sentence or two that the seller attests, with the exhibits that prove it."""

    id: Id
    text: Prose
    evidence: tuple[Id, ...] = Field(default=(), max_length=_MANY)
    confirmed: Flag = True


class CorrectiveAction(FactsPart):
    """What was done, and when."""

    id: Id
    text: Prose
    done_on: Day | None = None
    owner: Name | None = None
    evidence: tuple[Id, ...] = Field(default=(), max_length=_MANY)


class PreventiveMeasure(FactsPart):
    """What keeps the cause from coming back: who does it, how often, from which day."""

    model_config = ConfigDict(populate_by_name=True)

    id: Id
    text: Prose
    owner: Name | None = None
    cadence: Name | None = None
    starts: Day | None = Field(default=None, alias="from")
    evidence: tuple[Id, ...] = Field(default=(), max_length=_MANY)


class RootCause(FactsPart):
    """One thing that went wrong; `issue` names the issue type that it belongs to."""

    id: Id
    issue: Name
    kind: Name | None = None
    title: Name | None = None
    statement: Prose
    facts: tuple[Id, ...] = Field(default=(), max_length=_MANY, description="ids of facts or metrics")
    corrective_actions: tuple[CorrectiveAction, ...] = Field(default=(), max_length=_MANY)
    preventive_measures: tuple[PreventiveMeasure, ...] = Field(default=(), max_length=_MANY)
    confirmed: Flag = True


class Evidence(FactsPart):
    """A document that proves something. `quantities` maps an ASIN to the units on the document."""

    id: Id
    kind: Name = "document"
    title: Name
    file: Name | None = Field(default=None, description="path below the folder of the facts file")
    dated: Day | None = None
    covers: tuple[Asin, ...] = Field(default=(), max_length=_VERY_MANY)
    quantities: dict[Asin, Count] = Field(default={}, max_length=_VERY_MANY)
    highlight: tuple[Name, ...] = Field(default=(), max_length=_MANY)


class Question(FactsPart):
    """Something still to be answered; `about` is the id of what it concerns.

    `topic` names what an answer settles; without one the answer is a fact that the letter may tell.
    """

    id: Id
    about: Id | None = None
    topic: Topic | None = None
    text: Prose


class Facts(FactsPart):
    """Everything the seller gave. The letter says nothing that is not in here."""

    model_config = ConfigDict(
        title="poa-ai facts",
        json_schema_extra={
            "description": (f"UTF-8 JSON of at most {MAX_FILE_BYTES} bytes, nested at most {MAX_DEPTH} deep.")
        },
    )
    _folder: Path | None = PrivateAttr(default=None)
    _origin: str = PrivateAttr(default="facts")

    schema_version: Literal[1]
    json_schema: str | None = Field(default=None, alias="$schema", max_length=500)
    seller: Seller = Seller()
    notice: NoticeFacts = NoticeFacts()
    issues: tuple[Name, ...] = Field(default=(), max_length=_MANY)
    products: tuple[Product, ...] = Field(default=(), max_length=_VERY_MANY)
    metrics: tuple[Metric, ...] = Field(default=(), max_length=_MANY)
    facts: tuple[Fact, ...] = Field(default=(), max_length=_VERY_MANY)
    root_causes: tuple[RootCause, ...] = Field(default=(), max_length=_MANY)
    evidence: tuple[Evidence, ...] = Field(default=(), max_length=_VERY_MANY)
    private: tuple[Name, ...] = Field(default=(), max_length=_MANY)
    questions: tuple[Question, ...] = Field(default=(), max_length=_MANY)

    @property
    def folder(self) -> Path | None:
        """Folder that the paths in here are relative to; None for facts that came from no file."""
        return self._folder

    @property
    def origin(self) -> str:
        """The file they came from, as errors name it."""
        return self._origin

    def read_from(self, origin: str, folder: Path | None) -> "Facts":
        """The same facts, known to come from the file `origin`, with paths relative to `folder`."""
        copy = self.model_copy()
        copy._origin, copy._folder = origin, folder
        return copy

    @property
    def names(self) -> tuple[str, ...]:
        """Names of seller, brands and products: words in them are no wording of the letter."""
        parts = [self.seller.name, *(n for p in self.products for n in (p.title, p.brand))]
        # A title is cited by what stands before its first detail: "Trail stove" for "Trail stove, 2 burners".
        parts += [_DETAIL.split(p.title, maxsplit=1)[0].strip() for p in self.products if p.title]
        return tuple(dict.fromkeys(name for name in parts if name))

    @property
    def asins(self) -> tuple[str, ...]:
        """The ASINs of the products, in their order."""
        return tuple(dict.fromkeys(p.asin for p in self.products if p.asin))
