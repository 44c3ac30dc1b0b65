"""What of the seller's own words may stand in a letter: the rest is withheld before anything else reads it.

The sellers' texts may plead, blame, ask, or carry an instruction to whoever reads them. Each sentence is
judged alone; what is withheld attests nothing, so that composing, prompts, grounding and the checks of
the facts all work on the attested facts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from poa_ai.facts import Facts, FactsPart, Product, RootCause, Seller
from poa_ai.findings import Edit
from poa_ai.outline import Part
from poa_ai.validation.rule import RuleSet
from poa_ai.validation.structure import sentence_faults
from poa_ai.validation.withholding import Withheld, clean, collapse

LONGEST_NAME = 6
"""Words; a longer name of a seller is prose."""
SPOKEN = ("begging", "blame", "instruction", "promise", "question", "support-case", "threat")
"""Categories that no name has: it may be called anything, but it does not speak to the reader."""
_PROSE = ("text", "statement")
_FRAMES = {"owner": "{} is responsible for this.", "cadence": "This is done {}."}
_Part = TypeVar("_Part", bound=FactsPart)


@dataclass(frozen=True, slots=True)
class Attestation:
    """The facts with their withheld sentences taken out ("" where nothing is left), and what was done."""

    facts: Facts
    withheld: tuple[Withheld, ...]
    edits: tuple[Edit, ...]


def attest(facts: Facts, rules: RuleSet) -> Attestation:
    """Judge every text of the facts that a letter may show. Never fails on prose."""
    judge = _Judge(facts, rules)
    facts = facts.model_copy(
        update={
            "seller": judge.seller(facts.seller),
            "products": tuple(judge.product(product) for product in facts.products),
        }
    )
    judge.names = facts.names
    cited = {id: cause.issue for cause in facts.root_causes for id in cause.facts}
    cleaned = facts.model_copy(
        update={
            "facts": tuple(
                judge.part(f, f.id, Part.ROOT_CAUSE, cited.get(f.id), "text") for f in facts.facts
            ),
            "metrics": tuple(judge.part(m, m.id, None, None, "name", "unit") for m in facts.metrics),
            "evidence": tuple(judge.part(e, e.id, None, None, "title") for e in facts.evidence),
            "root_causes": tuple(_attested_cause(cause, judge) for cause in facts.root_causes),
        }
    )
    return Attestation(cleaned, tuple(judge.withheld), tuple(judge.edits))


def _attested_cause(cause: RootCause, judge: "_Judge") -> RootCause:
    actions, measures = Part.CORRECTIVE_ACTIONS, Part.PREVENTIVE_MEASURES
    update = {
        "corrective_actions": tuple(
            judge.part(a, a.id, actions, cause.issue, "text", "owner") for a in cause.corrective_actions
        ),
        "preventive_measures": tuple(
            judge.part(m, m.id, measures, cause.issue, "text", "owner", "cadence")
            for m in cause.preventive_measures
        ),
    }
    cleaned = judge.part(cause, cause.id, Part.ROOT_CAUSE, cause.issue, "title", "statement")
    return cleaned.model_copy(update=update)


def _updated(part: _Part, update: Mapping[str, str | None]) -> _Part:
    """The part with other values where they are others; most parts stay as they are."""
    changed = {field: value for field, value in update.items() if value != getattr(part, field)}
    return part.model_copy(update=changed) if changed else part


class _Judge:
    """Cleans one part after the other and keeps what it took out."""

    def __init__(self, facts: Facts, rules: RuleSet) -> None:
        self._facts = facts
        self._rules = rules.on_facts
        self._exhibits = frozenset(exhibit.id for exhibit in facts.evidence)
        self.names: tuple[str, ...] = ()
        self.withheld: list[Withheld] = []
        self.edits: list[Edit] = []

    def part(self, part: _Part, id: str, place: Part | None, issue: str | None, *fields: str) -> _Part:
        """The part with its `fields` cleaned by the rules that hold in its place of the letter."""
        rules = self._rules.for_section(issue, place and str(place))
        update: dict[str, str | None] = {}
        for field in fields:
            if text := getattr(part, field):
                done = place is Part.CORRECTIVE_ACTIONS and field == "text"
                fitting = rules if field in _PROSE else rules.on_words
                kept = self._text(id, text, fitting, done=done, words=field != "unit")
                # Mending ends what it shortened with a full stop, which a title or a role does not have.
                kept = kept if field in _PROSE or text.rstrip().endswith(".") else kept.rstrip(".")
                if kept and field in _FRAMES and (fault := self._misfit(field, text, kept, rules)):
                    self.withheld.append(Withheld(id, kept, fault))
                    kept = ""
                optional = not type(part).model_fields[field].is_required()
                update[field] = kept or (None if optional else "")
        return _updated(part, update)

    def _misfit(self, field: str, text: str, kept: str, rules: RuleSet) -> str:
        """The rule that speaks against a role or cadence in the sentence it will stand in; "" for none.

        One that had to be mended is none at all: half of "the carrier, who is to blame" is no owner.
        """
        if kept.rstrip(".") != collapse(text).rstrip("."):
            return "structure.no-words" if not self.edits else self.edits[-1].rule
        frame = _FRAMES[field].format(kept.rstrip("."))
        judged = clean("", frame, rules.on_words, self.names, self._facts.private)
        rules_against = [entry.rule for entry in judged.withheld] + [edit.rule for edit in judged.edits]
        return rules_against[0] if rules_against else ""

    def seller(self, seller: Seller) -> Seller:
        """The seller's name and token are its own, unless a sentence hides in them."""
        rules = self._rules.for_section(None, None)
        token = self._text("seller", seller.merchant_token or "", rules, names=())
        name = self._name("seller", seller.name)
        return _updated(seller, {"name": name, "merchant_token": token or None})

    def product(self, product: Product) -> Product:
        """The same for a product, whose names protect their words wherever they stand."""
        update = {field: self._name("products", getattr(product, field)) for field in ("title", "brand")}
        return _updated(product, update)

    def _name(self, id: str, name: str | None) -> str | None:
        # A long "name" is prose; a short one may hold any word (Sorry! board game) but must not speak.
        if not name:
            return None
        rules = self._rules.for_section(None, None)
        rules = rules if len(name.split()) > LONGEST_NAME and id == "seller" else rules.select(SPOKEN)
        return self._text(id, name, rules, names=()) or None

    def _text(
        self,
        id: str,
        text: str,
        rules: RuleSet,
        *,
        done: bool = False,
        words: bool = True,
        names: Iterable[str] | None = None,
    ) -> str:
        # A unit may be a sign alone; whatever else holds neither letter nor digit says nothing.
        protected = self.names if names is None else names
        cleaned = clean(id, text, rules, protected, self._facts.private)
        self.withheld += cleaned.withheld
        self.edits += cleaned.edits
        kept = []
        for sentence in cleaned.used:
            fault = sentence_faults(sentence, self._exhibits, done=done)
            if words and not any(character.isalnum() for character in sentence):
                fault = fault or "structure.no-words"
            if fault:
                self.withheld.append(Withheld(id, sentence, fault))
            else:
                kept.append(sentence)
        return " ".join(kept)
