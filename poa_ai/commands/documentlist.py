"""The list of documents that `gaps` prints where the notice wants no letter."""

from poa_ai.case import Case
from poa_ai.evidencegaps import requirements, same_kind
from poa_ai.facts import NoticeRequest
from poa_ai.issue import Artefact, EvidenceRequirement


def documents_told(case: Case, artefact: Artefact) -> tuple[str, ...]:
    """What to send, or what can help where nothing may be drafted: a heading and a line for each document."""
    papers = tuple(requirements(case))
    requests = (request for request in case.notice.requests if not _told_in(papers, request))
    lines = (*map(_asked, requests), *map(_wanted, papers))
    heading = "What can help:" if artefact is Artefact.NONE else "Documents to send:"
    unknown = 'what the notice names; list it under "requests" of the notice, or let `poa-ai intake` read it'
    return heading, *(lines or (f"- {unknown}",))


def _told_in(papers: tuple[EvidenceRequirement, ...], request: NoticeRequest) -> bool:
    """Whether what an issue type knows of the document says all that the request does."""
    wanted = (paper for paper in papers if any(same_kind(request.kind, kind) for kind in paper.kinds))
    return not request.asins and any(request.window_days in (None, paper.window_days) for paper in wanted)


def _asked(request: NoticeRequest) -> str:
    window = f", of the last {request.window_days} days before the notice" if request.window_days else ""
    asins = f", for {', '.join(request.asins)}" if request.asins else ""
    return f"- {request.kind.replace('_', ' ')}{window}{asins}"


def _wanted(paper: EvidenceRequirement) -> str:
    counted = " before the notice" if paper.counted_from == "notice" else ""
    window = f", of the last {paper.window_days} days{counted}" if paper.window_days else ""
    formats = f", as {paper.formats_told}" if paper.formats else ""
    return f"- {paper.title}{window}{formats}: showing {', '.join(paper.fields)}"
