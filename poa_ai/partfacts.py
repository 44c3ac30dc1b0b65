"""The facts of one part of a section: which of them a sentence tells, and what they attest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from poa_ai.document import SectionDraft, Statement
from poa_ai.facttext import FactTexts
from poa_ai.fidelity import tells
from poa_ai.outline import Part
from poa_ai.validation.attested import Attested
from poa_ai.validation.grounding import ground
from poa_ai.values import Value, extract_values


@dataclass(frozen=True, slots=True)
class PartFacts:
    """The composed statements of a part by key (the ids of the facts they tell), with all that attests them.

    `attested` goes by the same keys, `texts` are the texts behind it, `values` those of the composed text.
    """

    units: Mapping[str, Statement]
    texts: Mapping[str, tuple[str, ...]]
    attested: Attested
    values: Mapping[str, tuple[Value, ...]]

    @classmethod
    def of(cls, composed: SectionDraft, part: Part, texts: FactTexts) -> Self:
        """From a composed section; a fact is attested by its own texts and those of its exhibits."""
        units = {", ".join(unit.facts): unit for unit in composed.of(part)}
        held = {
            key: (unit.text, *(text for id_ in (*unit.facts, *unit.exhibits) for text in texts.get(id_, ())))
            for key, unit in units.items()
        }
        values = {key: extract_values(unit.text) for key, unit in units.items()}
        return cls(units, held, Attested.of(held), values)

    def told(self, text: str, cited: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Keys of the statements that the text tells in full, and why none is told where that is so.

        A value that stands in another fact of the part than those cited adds that fact; a cited fact that
        is not told in full is dropped where the text stands without it.
        """
        wanted = [key for key, unit in self.units.items() if set(unit.facts) & set(cited)]
        for value in extract_values(text):
            holders = self.attested.holders(value)
            if holders and not set(holders) & set(wanted):
                wanted.append(holders[0])
        if not wanted:
            return (), ("cites no fact of this part, and holds no value of one",)
        if ungrounded := ground(text, self.attested.only(wanted)):
            return (), tuple(f"{finding.rule}: {finding.message}" for finding in ungrounded)
        stated = Attested.of({"text": (text,)})
        lost = {key: self._lost(key, text, stated) for key in wanted}
        whole = tuple(key for key in self.units if key in lost and not lost[key])
        if not whole or ground(text, self.attested.only(whole)):
            return (), tuple(reason for reasons in lost.values() for reason in reasons)
        return whole, ()

    def _lost(self, key: str, text: str, stated: Attested) -> list[str]:
        lost = [f"drops {value.text} ({key})" for value in self.values[key] if not stated.holders(value)]
        return lost or [f"leaves out what {key} says, or its 'not'"] * (not tells(text, self.units[key].text))
