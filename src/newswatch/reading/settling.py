"""The claims of an article set against each other: repetitions, the main one first, a title that overstates."""

from collections.abc import Iterable

from newswatch.models import Claim, Modality

TELLING = ("actor", "count", "place", "date")
FILLED = (*TELLING, "said_by", "count_kind", "count_scope", "bound", "duration_days", "phases", "stage")
ORDER = (Modality.HAPPENED, Modality.PLANNED, Modality.PROPOSED, Modality.DEMANDED)
SEVERAL = 3  # sentences of a body that may be expected to tell what its title does
OVERSTATED = frozenset({"agreed", "signed", "approved", "in_effect", "extended", "accepted", "collapsed", "suspended"})


def distinct(claims: list[Claim]) -> list[Claim]:
    """Return the claims of a sentence without repetitions; of two that differ in nothing else the surer one stays."""
    kept: list[Claim] = []
    order = {id(claim): at for at, claim in enumerate(claims)}
    for claim in sorted(claims, key=_weight):
        at = next((at for at, old in enumerate(kept) if _fits(old, claim)), None)
        if at is None:
            kept.append(claim)
        else:
            kept[at] = _joined(kept[at], claim)
            order[id(kept[at])] = order[id(claim)]
    return sorted(kept, key=lambda claim: order[id(claim)])


def _fits(old: Claim, new: Claim) -> bool:
    """Return whether two claims of a sentence are one: the same event, and nothing in them differs."""
    if (old.topic, old.event, old.background) != (new.topic, new.event, new.background):
        return False
    pairs = ((getattr(old, name), getattr(new, name)) for name in TELLING)
    return all(None in pair or pair[0] == pair[1] for pair in pairs)


def _joined(old: Claim, new: Claim) -> Claim:
    """Return a claim with what it lacks and another of the same event has."""
    lacking = {name: getattr(new, name) for name in FILLED if getattr(old, name) is None}
    return old.model_copy(update=lacking)


def _weight(claim: Claim) -> tuple[bool, int, bool, float]:
    """Return what sorts the main claim of an event first: news, real, with a number, sure."""
    rank = ORDER.index(claim.modality) if claim.modality in ORDER else len(ORDER)
    return claim.background, rank, claim.count is None, -claim.confidence


def main_first(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return the claims in text order, but of one event that is claimed twice the main one first."""
    ordered = list(claims)
    places: dict[tuple[str, str], list[int]] = {}
    for at, claim in enumerate(ordered):
        places.setdefault((claim.topic, claim.event), []).append(at)
    for own in places.values():
        main = min(own, key=lambda at: (_weight(ordered[at])[:2], at))
        if main != own[0]:
            claim = ordered[main]
            for later, earlier in zip(
                reversed(own[1 : own.index(main) + 1]), reversed(own[: own.index(main)]), strict=True
            ):
                ordered[later] = ordered[earlier]
            ordered[own[0]] = claim
    return tuple(ordered)


def with_overstatement_marked(claims: Iterable[Claim], told: int = 0) -> tuple[Claim, ...]:
    """Return the claims; what a title says and the body takes back counts as background: "agreed" above "close to".

    So does what moves a deal, and what a body of several sentences doesn't speak of at all.

    Args:
        claims: an article's claims.
        told: how many sentences its body has.
    """
    every = tuple(claims)
    events = {(claim.topic, claim.event) for claim in every if claim.field == "body"}
    alone = [claim for claim in every if _may_overstate(claim) and (claim.topic, claim.event) not in events]
    beyond = [*overstated(every), *(alone if told >= SEVERAL else [])]
    return tuple(claim.model_copy(update={"background": True}) if claim in beyond else claim for claim in every)


def overstated(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims of a title that the body takes back."""
    every = tuple(claims)
    body = [claim for claim in every if claim.field == "body" and not claim.background]
    return [claim for claim in every if claim.field == "title" and _is_overstated(claim, body)]


def _may_overstate(claim: Claim) -> bool:
    return claim.field == "title" and claim.event in OVERSTATED and claim.modality is Modality.HAPPENED


def _is_overstated(claim: Claim, body: list[Claim]) -> bool:
    if not _may_overstate(claim):
        return False
    same = [other.modality for other in body if (other.topic, other.event) == (claim.topic, claim.event)]
    if Modality.HAPPENED in same:
        return False
    unsure = any(other.event == "talks" and other.modality is Modality.POSSIBLE for other in body)
    return bool(same) or unsure
