"""Which elements of a page nobody sees: by attribute, by style, and by the rules of a style sheet."""

import re
from dataclasses import dataclass

from poa_ai.lazypattern import lazy_pattern

MAX_RULES = 500
"""So many rules of a style sheet are looked at."""

_STYLE = re.compile(r"<style[^>]{0,200}>([^<]{0,100000})", re.IGNORECASE)
_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,2000})\}")
_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*)?[.#][\w-]+", re.IGNORECASE)
_NOTHING = r"0(?:\.0+)?(?:px|pt|em|rem|%|vh|vw)?\s*(?:!important)?\s*(?:;|$)"
_HIDING = lazy_pattern(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all"
    rf"|font-size\s*:\s*(?:{_NOTHING}|[01](?:\.\d+)?px)|(?:max-)?(?:height|width)\s*:\s*{_NOTHING}"
    rf"|opacity\s*:\s*0(?:\.0\d*)?\s*(?:!important)?\s*(?:;|$)|text-indent\s*:\s*-\d{{3,}}"
    r"|(?:left|top|margin-left)\s*:\s*-\d{3,}|transform\s*:\s*scale\(0\)|clip\s*:\s*rect\(0)",
    re.IGNORECASE,
)
_INK = lazy_pattern(r"(?:^|[;\s])color\s*:\s*([^;!]{1,40})", re.IGNORECASE)
_PAPER = lazy_pattern(r"(?:^|[;\s])background(?:-color)?\s*:\s*([^;!]{1,40})", re.IGNORECASE)
_WHITE = {"white": "#ffffff", "#fff": "#ffffff", "rgb(255,255,255)": "#ffffff", "transparent": "transparent"}


@dataclass(frozen=True, slots=True)
class Hiding:
    """Classes ("x"), ids and tags that a style sheet hides, as selectors: ".x", "#x", "div.x"."""

    selectors: frozenset[str] = frozenset()


def hiding_rules(html: str) -> Hiding:
    """What the page's own style sheets hide by a simple selector. Linear time."""
    found: set[str] = set()
    for sheet in _STYLE.findall(html)[:20]:
        for selectors, body in _RULE.findall(sheet)[:MAX_RULES]:
            if hides_by_style(body):
                found.update(
                    entry.strip().lower()
                    for entry in selectors.split(",")
                    if _SELECTOR.fullmatch(entry.strip())
                )
    return Hiding(frozenset(found))


def hides(tag: str, attrs: list[tuple[str, str]], rules: Hiding) -> bool:
    """Whether an element with these attributes and all that is in it can't be seen."""
    given = dict(attrs)
    if "hidden" in given or (tag == "input" and given.get("type") == "hidden"):
        return True
    if (tag == "font" and given.get("size") == "0") or _white_on_white(given.get("color", ""), ""):
        return True
    if hides_by_style(given.get("style", "")):
        return True
    names = [f".{name}" for name in given.get("class", "").split()[:20]]
    names += [f"#{given['id']}"] if given.get("id") else []
    return any(name.lower() in rules.selectors or f"{tag}{name}".lower() in rules.selectors for name in names)


def hides_by_style(style: str) -> bool:
    """Whether a list of declarations hides what it applies to; white on white counts."""
    if not style:
        return False
    style = style[:2_000]
    if _HIDING.search(style):
        return True
    ink, paper = _INK.search(style), _PAPER.search(style)
    return ink is not None and _white_on_white(ink[1], paper[1] if paper else "")


def _white_on_white(ink: str, paper: str) -> bool:
    """White text hides on white paper, and where no other paper is named; and any text on its own colour."""
    ink, paper = (_plain(colour) for colour in (ink, paper))
    return bool(ink) and (ink == "transparent" or ink == paper or (ink == "#ffffff" and not paper))


def _plain(colour: str) -> str:
    colour = "".join(colour.lower().split())
    return _WHITE.get(colour, colour)
