"""Cases made from a seed: as many as are wanted, complete, and the same on every machine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from poa_ai.evaluation.casewords import CaseWords, CauseWords, IssueWords, load_case_words
from poa_ai.evaluation.draws import Draw

ISSUES = ("odr", "late_shipment", "ip_complaint", "authenticity")
"""The issue types that cases can be made of."""
FIRST_DAY = date(2026, 2, 2).toordinal()
"""The earliest day on which a made-up notice comes."""
DAYS = 240
"""How many days the notices are spread over."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Generated:
    """What is made: `count` cases of those issue types (of ISSUES), called `id`-1 and so on.

    A case has from `causes[0]` to `causes[1]` root causes, 1 to 12. The first cases of a seed are the same
    whatever `count` is. A `bare` case is as small as one can be: each cause has its statement, an action and
    a measure, and there is nothing else.
    """

    id: str
    seed: int
    count: int
    issues: tuple[str, ...]
    causes: tuple[int, int]
    bare: bool = False


def generate(spec: Generated) -> Iterator[tuple[str, Json]]:
    """The cases: id, and facts as the parsed JSON of a facts file.

    Raises KeyError for an issue type that is none of ISSUES.
    """
    words = load_case_words()
    for number in range(1, spec.count + 1):
        facts = _Maker(spec, number, words).facts()
        yield f"{spec.id}-{number}", _bare(facts) if spec.bare else facts


def _bare(facts: Json) -> Json:
    causes = [{**cause, "facts": []} for cause in facts["root_causes"]]
    for cause in causes:
        cause["corrective_actions"] = [{**a, "evidence": []} for a in cause["corrective_actions"]]
    notice = {**facts["notice"], "text": None}
    return {**facts, "notice": notice, "root_causes": causes, "metrics": [], "facts": [], "evidence": []}


class _Maker:
    """Makes one case, part by part."""

    def __init__(self, spec: Generated, number: int, words: CaseWords) -> None:
        self._draw = draw = Draw(f"{spec.id}/{spec.seed}/{number}")
        self._lists = words.lists
        self._received = FIRST_DAY + draw.number(0, DAYS - 1)
        self._house = draw.one(words.lists["houses"])
        self._place, self._form = draw.one(words.marketplaces)
        self._causes = self._chosen([words.issues[id] for id in spec.issues], draw.number(*spec.causes))
        self._invoices = any(issue.invoices for issue, _ in self._causes)
        self._facts: list[Json] = []
        self._metrics: list[Json] = []
        self._evidence: list[Json] = []
        self._products: list[Json] = []

    def facts(self) -> Json:
        """The whole case."""
        titles = self._draw.some(self._lists["products"], len(self._causes))
        parts = [self._draw.number(4, 19) for _ in self._causes]
        counts: dict[str, int] = {}
        for (issue, _), part in zip(self._causes, parts, strict=True):
            counts[issue.id] = counts.get(issue.id, self._draw.number(1, 4)) + part
        root_causes = [
            self._root_cause(issue, cause, title, {"part": part, "count": counts[issue.id]})
            for (issue, cause), title, part in zip(self._causes, titles, parts, strict=True)
        ]
        return {
            "schema_version": 1,
            "seller": self._seller(),
            "notice": self._notice(),
            "issues": list(counts),
            "products": self._products,
            "metrics": self._metrics,
            "facts": self._facts,
            "root_causes": root_causes,
            "evidence": self._evidence,
        }

    def _chosen(self, issues: Sequence[IssueWords], count: int) -> list[tuple[IssueWords, CauseWords]]:
        """Issue types in turn from any of them on, each with different causes as long as there are some."""
        first = self._draw.number(0, len(issues) - 1)
        turns = [(first + turn) % len(issues) for turn in range(count)]
        return [
            (issue, cause)
            for index, issue in enumerate(issues)
            for cause in self._draw.some(issue.causes, turns.count(index))
        ]

    def _seller(self) -> Json:
        name = f"{self._house} {self._draw.one(self._lists['trades'])} {self._form}"
        return {"name": name, "merchant_token": f"A{self._draw.code(13)}", "marketplace": self._place}

    def _notice(self) -> Json:
        draw, lists = self._draw, self._lists
        lines = [draw.one(lists["openings"])]
        issues = {issue.id: issue for issue, _ in self._causes}.values()
        lines += [draw.one(issue.notice) for issue in issues]
        if self._products:
            lines.append("\n".join(f"ASIN: {product['asin']}" for product in self._products))
        lines += [draw.one(lists["asks"]), draw.one(lists["closings"])]
        return {
            "received": _day(self._received),
            "scope": "account",
            "asks_for_plan": True,
            "text": "\n\n".join(lines),
        }

    def _root_cause(
        self, issue: IssueWords, cause: CauseWords, title: str, counts: Mapping[str, int]
    ) -> Json:
        draw, lists = self._draw, self._lists
        values = self._values(title, counts)
        covers = [self._product(title, values)] if issue.products else []
        texts = {name: text.format_map(values) for name, text in cause.texts.items()}
        done = self._received + draw.number(1, 5)
        record = self._exhibit(cause.report[0], cause.report[1].format_map(values), done, covers)
        proofs = [record, self._invoice(values)] if self._invoices and covers else [record]
        cited = [*self._metric(issue, counts["count"]), self._fact(texts["fact"], proofs)]
        return {
            "issue": issue.id,
            "kind": cause.kind,
            "title": texts["title"],
            "statement": texts["statement"],
            "facts": cited,
            "corrective_actions": [{"text": texts["action"], "done_on": _day(done), "evidence": [record]}],
            "preventive_measures": [
                {
                    "text": texts["measure"],
                    "owner": draw.one(lists["owners"]),
                    "cadence": draw.one(lists["cadences"]),
                    "from": _day(done + draw.number(1, 6)),
                }
            ],
        }

    def _values(self, title: str, counts: Mapping[str, int]) -> dict[str, Any]:
        draw = self._draw
        sold, left = draw.number(120, 900), draw.number(11, 90)
        return {
            **counts,
            "product": title,
            "asin": f"B0{draw.code(8)}",
            "few": draw.number(3, 9),
            "some": draw.number(21, 60),
            "many": draw.number(91, 480),
            "bought": sold + left,
            "sold": sold,
            "left": left,
            "supplier": draw.one(self._lists["suppliers"]),
            "mark": draw.one(self._lists["marks"]),
        }

    def _product(self, title: str, values: Mapping[str, Any]) -> str:
        """The ASIN of a new product."""
        self._products.append(
            {
                "asin": values["asin"],
                "title": f"{self._house} {title}, {self._draw.one(self._lists['sizes'])}",
                "brand": self._house,
                "units_sold": values["sold"],
            }
        )
        return str(values["asin"])

    def _metric(self, issue: IssueWords, count: int) -> list[str]:
        """The id of the issue type's measurement, in its first root cause alone."""
        metric = issue.metric
        if metric is None or any(known["name"] == metric.name for known in self._metrics):
            return []
        base = self._draw.number(round(count * 100 / metric.most), round(count * 100 / metric.least))
        self._metrics.append(
            {
                "id": f"M{len(self._metrics) + 1}",
                "name": metric.name,
                "value": round(100 * count / base, 2),
                "unit": "percent",
                "target": metric.target,
                "window_days": self._draw.one(metric.windows),
                "as_of": _day(self._received - self._draw.number(1, 4)),
                "count": count,
                "base": base,
            }
        )
        return [f"M{len(self._metrics)}"]

    def _fact(self, text: str, exhibits: list[str]) -> str:
        id = f"F{len(self._facts) + 1}"
        self._facts.append({"id": id, "text": text, "evidence": exhibits})
        return id

    def _invoice(self, values: Mapping[str, Any]) -> str:
        day = self._received - self._draw.number(30, 330)
        title = f"Invoice {self._draw.number(10_000, 99_999)} of {values['supplier']}"
        id = self._exhibit("supplier_invoice", title, day, [values["asin"]])
        self._evidence[-1]["quantities"] = {values["asin"]: values["bought"]}
        return id

    def _exhibit(self, kind: str, title: str, day: int, covers: list[str]) -> str:
        id = f"E{len(self._evidence) + 1}"
        self._evidence.append({"id": id, "kind": kind, "title": title, "dated": _day(day), "covers": covers})
        return id


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
