"""Findings as test results in JUnit's XML, which most CI servers can show.

A letter is a suite, a rule found in it a case: failed for errors, skipped where all of it may stand.
"""

import re
from collections.abc import Iterator, Sequence

from poa_ai.checkrun import CheckedLetter, CheckRun
from poa_ai.findingformat.text import line_of
from poa_ai.findings import Finding
from poa_ai.validation.suppression import Allowed

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
_ATTRIBUTE = str.maketrans({"\t": "&#9;", "\n": "&#10;"})


def render(run: CheckRun) -> Iterator[str]:
    """One document; a clean letter is a suite with one passing case."""
    suites = [(letter, _cases(letter)) for letter in run.letters]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="poa-ai check" {_counts([case for _, cases in suites for case in cases])}>\n'
    for letter, cases in suites:
        yield f'  <testsuite name="{_attribute(letter.path)}" {_counts(cases)}>\n'
        yield from cases
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _cases(letter: CheckedLetter) -> list[str]:
    found: dict[str, list[Finding]] = {}
    for finding in letter.findings:
        found.setdefault(finding.rule, []).append(finding)
    stands: dict[str, list[Allowed]] = {}
    for allowed in letter.allowed:
        stands.setdefault(allowed.finding.rule, []).append(allowed)
    cases = [_case(letter, rule, _found(findings)) for rule, findings in found.items()]
    cases += [_case(letter, rule, _stands(entries)) for rule, entries in stands.items() if rule not in found]
    return cases or [_case(letter, "no findings", "")]


def _case(letter: CheckedLetter, name: str, inside: str) -> str:
    start = f'    <testcase classname="{_attribute(letter.path)}" name="{_attribute(name)}" time="0"'
    return f"{start}>\n{inside}    </testcase>\n" if inside else f"{start}/>\n"


def _found(findings: Sequence[Finding]) -> str:
    told = _content("".join(map(line_of, findings)))
    errors = [finding for finding in findings if finding.is_error]
    if not errors:
        return f"      <system-out>{told}</system-out>\n"
    message, kind = _attribute(errors[0].message), _attribute(errors[0].category)
    return f'      <failure message="{message}" type="{kind}">{told}</failure>\n'


def _stands(entries: Sequence[Allowed]) -> str:
    reasons = dict.fromkeys(entry.allowance.because for entry in entries)
    return f'      <skipped message="{_attribute("allowed because " + "; ".join(reasons))}"/>\n'


def _counts(cases: Sequence[str]) -> str:
    failed = sum("\n      <failure " in case for case in cases)
    skipped = sum("\n      <skipped " in case for case in cases)
    return f'tests="{len(cases)}" failures="{failed}" errors="0" skipped="{skipped}" time="0"'


def _content(text: str) -> str:
    return _NO_XML.sub("", text).translate(_ESCAPES)


def _attribute(text: str) -> str:
    return _content(text).translate(_ATTRIBUTE)
