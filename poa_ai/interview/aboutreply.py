"""Questions about what a reply to the first appeal still asks for."""

from collections.abc import Iterator

from poa_ai.findings import Finding
from poa_ai.interview.aboutcauses import adding, telling
from poa_ai.interview.aboutevidence import filing
from poa_ai.interview.asked import Asked, Scene, pick_cause, question
from poa_ai.outline import Part
from poa_ai.reply import read_reply


def unanswered(gap: Finding, scene: Scene) -> Iterator[Asked]:
    """A point of the reply that nothing new answers: a document, or more on one part of a section."""
    case = scene.prepared.case
    said = read_reply(case.notice.text, case.issues)
    point = next((p for p in said if p.words in gap.message and f"more on {p.told}" in gap.message), None)
    if point is None:
        return
    issue = next((issue for issue in case.issues if issue.id == gap.item), None)
    key = f"reply.{gap.item or 'case'}.{point.part}"
    if issue is None:
        told = {"title": "The reply asks for documents", "why": f'It says: "{point.words}"'}
        yield question("document", key, filing("document", scene), required=gap.is_error, **told)
        return
    cause = pick_cause(scene, issue, f"{key}.cause", point.words)
    if isinstance(cause, Asked):
        yield cause
    elif cause is not None:
        record = telling(cause.id) if point.part == Part.ROOT_CAUSE else adding(point.part, cause.id)
        told = {"words": point.words, "told": point.told, "issue": issue.title}
        yield question("reply", key, record, required=gap.is_error, about=cause.id, **told)
