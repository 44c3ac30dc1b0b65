"""Personal data out of a prompt and back into the answer, by masks of the same form.

E-mail addresses, telephone numbers and order ids are found by their form, names and addresses are those
that the facts list as private. A mask looks like what it stands for, since models copy such text most
faithfully, and can't be a real one: the order id 000-0000001-0000000, the address mail1@masked.invalid.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from poa_ai.chatmodel import Message
from poa_ai.promptdata import one_line
from poa_ai.readings import matches_at

_ORDER = r"(?<![\w-])\d{3}[-\u2010-\u2015 ]\d{7}[-\u2010-\u2015 ]\d{7}(?![\w-])"
_MAIL = r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}(?![\w-])"
_PHONE = (
    r"(?<![\w/.,-])(?:(?:\+|00)[1-9]\d{0,2}[ ./-]?(?:\(0?\d{1,5}\)|\d{1,5})(?:[ ./-]?\d{2,5}){1,4}"
    r"|\(0?\d{2,5}\)[ ./-]?\d{3,4}[ ./-]?\d{3,5}"
    r"|\d{3}[ .-]\d{3}[ .-]\d{4}"
    r"|0\d{2,4}[ /-]\d{3,4}[ -]?\d{3,5})(?![\w-])"
)
_FORM = re.compile(f"(?P<order>{_ORDER})|(?P<mail>{_MAIL})|(?P<phone>{_PHONE})")
_NUMBER = re.compile(r"[\d+(](?<![\w-].)(?:(?<=[+(0])|(?=\d\d[-\u2010-\u2015 .]\d{3}))")
"""Where an order id or a telephone number may begin; a search leaps from one such place to the next."""
_ASCII_NUMBER = re.compile(r"[0-9+(](?<![\w-].)(?:(?<=[+(0])|(?=[0-9]{2}[- .][0-9]{3}))")
"""The same in a text of ASCII alone, where digits are found much faster."""
_MASKS = {
    "order": "000-{:07d}-0000000",
    "mail": "mail{}@masked.invalid",
    "phone": "+000 000 {:04d}",
    "word": "[private {}]",
}


@dataclass(frozen=True, slots=True)
class Masked:
    """Messages that may leave. `originals` are what stands behind each mask, in order of first appearance."""

    messages: tuple[Message, ...]
    originals: Mapping[str, str]

    def restored(self, answer: str) -> str:
        """The answer, a JSON text, with what stood behind the masks. A mask of its own invention stays."""
        if not self.originals:
            return answer
        masks = "|".join(re.escape(mask) for mask in sorted(self.originals, key=len, reverse=True))
        return re.sub(masks, lambda match: _in_json(self.originals[match[0]]), answer)


@dataclass(frozen=True, slots=True)
class Mask:
    """What to mask: personal data by its form, and the private `words`, in any case and spacing."""

    words: tuple[str, ...] = ()

    def hide(self, messages: Iterable[Message]) -> Masked:
        """The messages with a mask for each different value; the same value has one mask in all of them."""
        masks: dict[tuple[str, str], str] = {}
        originals: dict[str, str] = {}
        words = self._words()

        def masked(kind: str, text: str) -> str:
            key = (kind, text.casefold() if kind in {"word", "mail"} else text)
            if key not in masks:
                number = 1 + sum(1 for known, _ in masks if known == kind)
                masks[key] = _MASKS[kind].format(number)
                originals[masks[key]] = text
            return masks[key]

        def hidden(text: str) -> str:
            if words is not None:
                text = words.sub(lambda match: masked("word", match[0]), text)
            pieces: list[str] = []
            at = 0
            for match in _forms(text):
                pieces += (text[at : match.start()], masked(str(match.lastgroup), match[0]))
                at = match.end()
            return "".join((*pieces, text[at:])) if pieces else text

        return Masked(tuple(Message(m.role, hidden(m.content)) for m in messages), originals)

    def _words(self) -> re.Pattern[str] | None:
        known = sorted((one_line(word) for word in self.words if word.strip()), key=len, reverse=True)
        if not known:
            return None
        pattern = "|".join(r"\s+".join(map(re.escape, word.split())) for word in known)
        return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


def _forms(text: str) -> Iterator[re.Match[str]]:
    """What is masked by its form, from left to right."""
    if "@" in text:
        return _FORM.finditer(text)
    number = _ASCII_NUMBER if text.isascii() else _NUMBER
    return matches_at(_FORM, text, (match.start() for match in number.finditer(text)))


def _in_json(text: str) -> str:
    """As it stands inside a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]
