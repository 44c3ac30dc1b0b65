"""The parts of facts that have an id, for tests that look at all of them."""

from collections.abc import Iterator

from poa_ai.facts import (
    CorrectiveAction,
    Evidence,
    Fact,
    Facts,
    Metric,
    NoticeRequest,
    PreventiveMeasure,
    Question,
    RootCause,
)

Identified = (
    NoticeRequest | Metric | Fact | RootCause | CorrectiveAction | PreventiveMeasure | Evidence | Question
)


def identified_parts(facts: Facts) -> Iterator[tuple[str, Identified]]:
    """Every part that has an id, with its JSON pointer, in the order of the schema."""
    for index, request in enumerate(facts.notice.requests):
        yield f"/notice/requests/{index}", request
    groups: tuple[tuple[str, tuple[Identified, ...]], ...] = (
        ("metrics", facts.metrics),
        ("facts", facts.facts),
        ("evidence", facts.evidence),
        ("questions", facts.questions),
    )
    for name, parts in groups:
        for index, part in enumerate(parts):
            yield f"/{name}/{index}", part
    for index, cause in enumerate(facts.root_causes):
        yield f"/root_causes/{index}", cause
        for inner, action in enumerate(cause.corrective_actions):
            yield f"/root_causes/{index}/corrective_actions/{inner}", action
        for inner, measure in enumerate(cause.preventive_measures):
            yield f"/root_causes/{index}/preventive_measures/{inner}", measure


def ids_of(facts: Facts) -> frozenset[str]:
    """The ids of all parts."""
    return frozenset(part.id for _, part in identified_parts(facts))
