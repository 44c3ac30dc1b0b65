"""What a notice leaves open, as questions to the seller."""

from __future__ import annotations

from collections.abc import Iterator

from poa_ai.intake.heard import Open
from poa_ai.intake.noticefindings import NoticeFindings
from poa_ai.intake.responsetime import response_times


def open_questions(found: NoticeFindings) -> tuple[Open, ...]:
    """The questions, the most important first."""
    return (*_issues(found), *_plan(found), *_times(found), *_requests(found), *_rates(found), *_reply(found))


def _issues(found: NoticeFindings) -> Iterator[Open]:
    unsure = [heard.issue.title for heard in found.issues if not heard.sure]
    if unsure:
        yield Open(
            "issues", f"The notice speaks of {_either(unsure)}, but only in general. Which is yours about?"
        )
    elif not found.issues:
        yield Open("issues", "What is the notice about? No installed issue type was recognised in its words.")
    for heard in found.issues:
        if heard.likely:
            words = " ".join(found.notice.text[heard.span.start : heard.span.end].split())
            yield Open(
                "issues", f'Is the notice about {heard.issue.title}? Its "{words[:80]}" reads like it.'
            )
    if found.scope is None:
        yield Open("scope", "Does the notice concern the whole account, single listings, or is it a warning?")
    if not found.products and found.scope is not None and found.scope.value == "listing":
        yield Open("products", "Which ASINs does the notice name? None was found in its text.")


def _plan(found: NoticeFindings) -> Iterator[Open]:
    if found.plan is None:
        yield Open("asks_for_plan", "Does the notice ask for a plan of action, or for something else?")


def _times(found: NoticeFindings) -> Iterator[Open]:
    if found.notice.received is None:
        yield Open("received", "On which day did you receive the notice?")
    told = {days for days, _ in response_times(found)}
    if len(told) > 1:
        listed = _either([f"{days} days" for days in sorted(told)])
        yield Open(
            "respond_within_days",
            f"The notice gives {listed} to respond; the shortest was taken. Which one holds for you?",
        )
    working = [time.span for time in found.times if time.use == "response" and time.working is not None]
    if working and found.notice.received is None and len(told) == 1:
        words = found.notice.text[working[0].start : working[0].end]
        yield Open(
            "respond_within_days",
            f'The notice gives "{words[:60]}"; the fewest days they can be were taken. How many are they?',
        )
    unknown = [time.span for time in found.times if time.use == "response" and time.days is None]
    unknown += [last.span for last in found.last_days]
    if not told and unknown:
        words = found.notice.text[unknown[0].start : unknown[0].end]
        yield Open(
            "respond_within_days", f'How many days after its receipt does the notice\'s "{words[:60]}" end?'
        )
    elif not told:
        yield Open(
            "respond_within_days", "Until when must you respond? The notice's text gives no time for it."
        )


def _requests(found: NoticeFindings) -> Iterator[Open]:
    for id, request in zip(request_ids(found), found.requests, strict=True):
        name = _named(request.kind)
        if request.others:
            others = _either([name, *map(_named, request.others)])
            yield Open(
                "requests",
                f"One of several documents is enough: {others}. Which will you send? {name} is noted.",
                id,
            )
        if request.window is not None and not request.counted_from:
            text = f"From which day do the {request.window} days for the {name} count back?"
            yield Open("requests", text, id)
        if request.optional:
            yield Open("requests", f"The notice does not insist on the {name}. Do you have it?", id)


def request_ids(found: NoticeFindings) -> tuple[str, ...]:
    """The ids of the documents asked for, in their order."""
    return tuple(f"R{number}" for number in range(1, len(found.requests) + 1))


def _rates(found: NoticeFindings) -> Iterator[Open]:
    measured = {rate.name for rate in found.rates if rate.use == "measured"}
    kinds = {kind.name: kind for heard in found.issues for kind in heard.issue.metrics}
    for name, kind in kinds.items():
        if name not in measured:
            yield Open(
                "metrics",
                f"What was your {kind.label} on the Account Health page, on which day, with how many "
                f"{kind.counted} among how many {kind.base}? A figure in the notice may be the target.",
            )
    for rate in found.rates:
        if rate.use == "":
            yield Open("metrics", f"What is the {rate.percent:g}% of the notice: measured, or a target?")


def _reply(found: NoticeFindings) -> Iterator[Open]:
    if found.scope is not None and found.scope.value == "reply":
        yield Open("reply", "What did your earlier appeal say? Give that letter to `draft --previous`.")


def _named(kind: str) -> str:
    return kind.replace("_", " ")


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
