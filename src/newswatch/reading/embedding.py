"""What the word above an event makes of it: "refused to", "a plan to", "called for the…", "said that"."""

from typing import Literal

from spacy.tokens import Token

from newswatch.models import Modality
from newswatch.reading.clauses import CONDITIONS, PAST_MARKS
from newswatch.reading.parsed import Parsed, case_of, is_relative, is_verbal
from newswatch.reading.reality import A_PURPOSE, Reality

Link = Literal["infinitive", "clause", "noun", "purpose", "recalled"]
Groups = dict[int, frozenset[str]]

READY = {
    word: modality
    for modality, words in {
        Modality.PLANNED: "due set ready scheduled slated expected poised supposed bound prepared willing meant "
        "about going",
        Modality.POSSIBLE: "likely able possible unlikely reluctant free optimistic hopeful confident close",
        Modality.DEMANDED: "imperative necessary essential crucial",
    }.items()
    for word in words.split()
}
BY_LINK: dict[str, tuple[str, ...]] = {
    "infinitive": ("refuse", "deny", "fail", "demand", "threat", "try", "commit", "offer", "maybe", "aspect", "say"),
    "clause": ("deny", "demand", "maybe", "offer", "say", "commit", "try", "refuse", "fail", "threat"),
    "noun": ("happen", "deny", "delay", "refuse", "fail", "demand", "offer", "commit", "try", "maybe", "threat", "say"),
}
FROM_GROUP = {
    "demand": Modality.DEMANDED, "commit": Modality.PLANNED, "offer": Modality.PROPOSED, "maybe": Modality.POSSIBLE,
    "threat": Modality.CONDITIONAL,
}  # fmt: skip
ASSERTING = frozenset({"demand", "commit", "offer"})
RECALLING = PAST_MARKS | CONDITIONS | frozenset({"of", "at", "for", "about", "on", "that", "to"})
REPORTS = frozenset({
    "report", "claim", "news", "statement", "announcement", "confirmation", "rumour", "rumor", "allegation", "denial",
})  # fmt: skip
DEALS = frozenset({"deal", "accord", "agreement", "pact", "plan", "proposal", "draft", "arrangement", "outline"})
NEAR = frozenset({
    "close", "closer", "closest", "near", "nearer", "nearest", "possible", "likely", "unlikely", "imminent", "elusive",
    "distant",
})  # fmt: skip
AIMING = frozenset({"at", "of", "for", "about", "towards", "toward", "on", "against"})
ARGUMENTS = frozenset({"obj", "nsubj", "nsubj:pass", "obl", "nmod", "csubj", "appos", "iobj", "obl:agent"})
PASSING = frozenset({"exchange", "return", "swap", "move", "step"})  # nouns that leave an infinitive as real as it is
HAPPENING_CASES = frozenset({"for", "of", "to", "with", "in"})
NOW = frozenset("is are has have will would may could might can must should".split())  # noqa: SIM905


def link_of(token: Token, head: Token) -> Link | None:
    """Return how a word is governed: by an infinitive, a clause, as a noun, as a purpose; or not at all."""
    if token.dep_ == "acl":
        return _link_of_clause(token)
    if token.dep_ == "xcomp" or _aims(token):
        return "infinitive"
    if token.dep_ == "ccomp" or (token.dep_ == "parataxis" and is_verbal(head)):
        return "clause"
    if token.dep_ in ARGUMENTS and not is_verbal(token):
        return "noun"
    return "purpose" if token.dep_ == "advcl" and is_verbal(head) and _has_to(token) else None


def _link_of_clause(token: Token) -> Link | None:
    """Return how a clause hangs on its noun."""
    if any(child.dep_ == "mark" and child.lower_ not in RECALLING for child in token.lefts):
        return None  # "…, while Israel releases": no clause on a noun at all
    to = any(child.lower_ == "to" for child in token.lefts)
    if _is_cleft(token.head):
        return None
    if token.head.lemma_.lower() in REPORTS and any(child.dep_ == "mark" for child in token.lefts) and not to:
        return "clause"
    if token.tag_ == "VBG" and token.head.lemma_.lower() in DEALS and not _aims(token):
        return "recalled"
    if is_relative(token) or (token.tag_ in ("VBN", "VBD") and not to):
        return "recalled"
    return "infinitive" if to or _aims(token) else None


def _is_cleft(noun: Token) -> bool:
    """Return whether a noun stands in "it was Israel that…", where the clause is what is said."""
    has_be = any(child.dep_ == "cop" for child in noun.children)
    return has_be and any(child.dep_ in ("nsubj", "expl") and child.lower_ == "it" for child in noun.children)


def _has_to(token: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "mark" for child in token.lefts)


def _aims(token: Token) -> bool:
    """Return whether a gerund is only aimed at or spoken of: "aimed at reaching", "accused of breaking"."""
    if token.dep_ == "conj" and token.tag_ == "VBG" and token.head.tag_ == "VBG":
        token = token.head
    marks = {child.lower_ for child in token.lefts if child.dep_ in ("mark", "case")}
    return token.tag_ == "VBG" and bool(marks & AIMING)


def read_recalled(parsed: Parsed, token: Token, found: Reality) -> None:
    """Read a clause on a noun: it recalls what was, unless it says what is or will be."""
    helpers = {child.lower_ for child in token.children if child.dep_ in ("aux", "aux:pass", "cop")}
    group = parsed.rules.governing.get(token.head.lemma_.lower())
    if token.tag_ in ("VBZ", "VBP", "VBG") and not helpers and group in ASSERTING:
        found.lower(Modality.PROPOSED, f"a {token.head.lower_} that")
    elif not helpers & NOW:
        found.recalled.append("a clause on a noun")


def read_step(parsed: Parsed, token: Token, groups: Groups, found: Reality, *, supported: bool) -> bool:
    """Read one step up. Return whether the event is asserted by now."""
    head = token.head
    link = link_of(token, head)
    if link is None:
        return supported
    if not is_verbal(head):
        return _read_noun(parsed, head, link, found, supported=supported)
    known = groups.get(head.i, frozenset())
    if link == "purpose":
        _read_purpose(head, known, found)
        return supported
    return _read_verb(token, known, link, found, supported=supported)


def _read_purpose(head: Token, groups: frozenset[str], found: Reality) -> None:
    """Read "to free them" after a verb that may, but need not, govern it."""
    if ready := READY.get(head.lower_):
        found.lower(ready, head.lower_)
    elif groups & {"commit", "offer"}:
        found.lower(Modality.PLANNED, head.lower_)
    elif "demand" in groups:
        found.lower(Modality.DEMANDED, head.lower_)
    elif "aspect" not in groups:
        found.drop(A_PURPOSE)


def _read_verb(token: Token, groups: frozenset[str], link: Link, found: Reality, *, supported: bool) -> bool:
    head = token.head
    if link != "noun" and head.dep_ != "aux" and (ready := READY.get(head.lower_)):
        found.lower(ready, head.lower_)
        return True
    if link == "noun" and head.lower_ in NEAR and not found.is_fact:
        found.lower(Modality.POSSIBLE, head.lower_)
    group = next((name for name in BY_LINK[link] if name in groups), None)
    if link == "noun" and group == "happen" and not _takes_part(token):
        group = None
    if group is not None:
        return _apply(group, head, found, supported=supported)
    if link == "infinitive" and head.pos_ in ("VERB", "AUX") and supported:
        _read_unknown(token, found)
    return supported


def _takes_part(token: Token) -> bool:
    """Return whether a named event stands where a verb that reports it takes it."""
    return token.dep_ not in ("obl", "nmod") or case_of(token) in HAPPENING_CASES


def _read_unknown(token: Token, found: Reality) -> None:
    """Read an infinitive or a gerund under a verb of no group."""
    if _aims(token):
        found.drop(A_PURPOSE)
    elif token.head.lemma_ == "be":
        found.lower(Modality.PLANNED, "is to")
    else:
        found.lower(Modality.POSSIBLE, f"{token.head.lower_} to")


def _read_noun(parsed: Parsed, head: Token, link: Link, found: Reality, *, supported: bool) -> bool:
    nouns = parsed.rules.governing
    group = nouns.get(head.lemma_.lower()) or nouns.get(head.lower_)
    if group is not None:
        return _apply(group, head, found, supported=supported)
    if link == "infinitive" and head.lower_ not in PASSING:
        found.drop(A_PURPOSE)
    return supported


def _apply(group: str, head: Token, found: Reality, *, supported: bool) -> bool:
    """Let a governing word of a group work on the event. Return whether the event is asserted by now."""
    match group:
        case "say":
            found.speakers.append(head)
        case "demand" if head.pos_ == "VERB":
            found.speakers.append(head)
            found.lower(Modality.DEMANDED, head.lower_)
        case "deny":
            found.flip(head.lower_, "denied")
        case "refuse":
            found.refuse(head.lower_)
        case "try" | "fail" | "delay":
            found.drop(group)
        case "happen" | "aspect":
            found.aspect |= group == "aspect"
            found.support = found.support or head
        case _:
            found.lower(FROM_GROUP[group], head.lower_)
    return supported or group in ASSERTING | {"deny", "refuse", "happen", "aspect"}
