"""The forms of the built-in patterns, read once and kept beside the rules: reading them takes 0.1 s a start.

`rules/forms.json` says what `read_form` says. It is written by `python -m poa_ai.testing.generated`; a test
fails where it is behind the rules. A pattern that it lacks is simply read.
"""

import json
from collections.abc import Iterable, Mapping
from importlib.resources import files

from poa_ai.patternform import PatternForm, read_form

_FILE = files("poa_ai") / "rules" / "forms.json"


def read_forms() -> Mapping[str, PatternForm]:
    """The forms kept, by the source of the pattern."""
    return {
        source: PatternForm(regex or source, cased, figures, tuple(map(tuple, literals)), tuple(keys))
        for source, (regex, cased, figures, literals, keys) in json.loads(_FILE.read_text("utf-8")).items()
    }


def write_forms(sources: Iterable[str]) -> str:
    """The text of the file for these patterns."""
    lines = []
    for source in sorted(set(sources)):
        form = read_form(source)
        kept = ["" if form.regex == source else form.regex, *form[1:]]
        lines.append(f"{json.dumps(source, ensure_ascii=False)}: {json.dumps(kept, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"
