"""Who does what to whom around a verb: from the parse, and by position where the parse has nothing."""

from dataclasses import dataclass

from spacy.tokens import Token

from newswatch.reading.clauses import is_doing
from newswatch.reading.parsed import RELATIVE, SUBJECTS, Parsed, case_of, named
from newswatch.reading.patterns import BREAKS, VerbMatch
from newswatch.reading.wordforms import Form

# Verbs whose object does what the infinitive says: "urged Hamas to free them".
OBJECT_CONTROL = frozenset({
    "urge", "call", "ask", "press", "beg", "implore", "order", "tell", "allow", "let", "force",
    "help", "enable", "instruct", "require", "command", "permit", "push", "pressure", "exhort",
    "encourage", "expect", "see", "want", "get", "make", "have", "cause", "lead", "persuade",
    "convince", "oblige", "compel",
})  # fmt: skip
OF_GERUNDS = frozenset({"to", "by", "on", "in", "of", "for", "at", "without", "from", "about"})
OF_TIMES = frozenset({"before", "after"})
FAR = 22  # words that the search for a subject looks at
AUXILIARIES = 3  # words before a verb that may be its own auxiliaries
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
STOPS = frozenset({".", ";", ":", "that", "which", "who"})
REACH = 10  # how many words the search by position looks at
NO_BARRIER = frozenset({"the", "a", "an", "all", "its", "their", "and", "of", "more", "another", "some"})


@dataclass(frozen=True, slots=True)
class Roles:
    """The noun phrases around a verb, by their heads."""

    agents: tuple[Token, ...]
    themes: tuple[Token, ...]
    passive: bool
    guessed: bool = False


def roles(parsed: Parsed, match: VerbMatch) -> Roles:
    """Return the agents and themes of a verb."""
    verb = parsed.doc[match.token]
    if match.is_be:
        subjects = _predicate_subjects(verb, match)
        return Roles(tuple(subjects), tuple(subjects or _there_is(verb)), passive=False)
    passive = _is_passive(verb, match)
    subjects = _subjects(verb)
    objects = _objects(verb, match)
    if verb.dep_ == "acl" and not subjects:
        if passive or (Form.PARTICIPLE in match.forms and Form.GERUND not in match.forms and not objects):
            passive, subjects = True, [verb.head]
        elif Form.GERUND in match.forms:
            subjects = [verb.head]
    subjects = [_antecedent(word) for word in subjects]
    if verb.dep_ == "acl" and not passive and not objects and verb.head not in subjects:
        objects = [verb.head]
    if passive:
        return Roles(tuple(_by(verb)), tuple(subjects + objects), passive=True)
    return Roles(tuple(subjects), tuple(objects), passive=False)


def _antecedent(word: Token) -> Token:
    """Return what a relative pronoun stands for, and any other word as it is."""
    return word.head.head if word.lower_ in RELATIVE and word.head.dep_ == "acl" else word


def _is_passive(verb: Token, match: VerbMatch) -> bool:
    if Form.PARTICIPLE not in match.forms:
        return False
    return any(child.dep_ in ("aux:pass", "nsubj:pass") for child in verb.children) or (
        verb.dep_ in ("conj", "xcomp") and verb.tag_ == "VBN" and _is_passive_head(verb)
    )


def _is_passive_head(verb: Token) -> bool:
    return any(child.dep_ in ("aux:pass", "nsubj:pass") for child in verb.head.children)


def _subjects(verb: Token) -> list[Token]:
    """Return the subjects of a verb, its own or the one that it shares."""
    current = verb
    for _ in range(8):
        helped = [inner for child in current.children if child.dep_ in ("aux", "cop") for inner in child.children]
        own = [child for child in (*current.children, *helped) if child.dep_ in SUBJECTS]
        if own:
            return own
        head = current.head
        if head.i == current.i:
            return []
        if current.dep_ == "xcomp" or (current.dep_ == "advcl" and not _has_mark(current)):
            if head.lemma_ in OBJECT_CONTROL and (
                objects := [c for c in head.children if c.dep_ in ("obj", "iobj", "obl")]
            ):
                return objects[:1]
            current = head
        elif current.dep_ in ("conj", "aux", "cop", "ccomp") and current.dep_ != "ccomp":
            current = head
        else:
            return []
    return []


def _has_mark(verb: Token) -> bool:
    allowed = OF_GERUNDS | OF_TIMES if is_doing(verb) else OF_GERUNDS
    return any(child.dep_ == "mark" and child.lower_ not in allowed for child in verb.children)


def _objects(verb: Token, match: VerbMatch) -> list[Token]:
    found = []
    inside = match.fixed - {match.start}
    for child in verb.children:
        if (child.dep_ in ("obj", "iobj", "obl:unmarked") and child.i not in inside) or (
            child.dep_ in ("obl", "nmod") and any(case.dep_ == "case" and case.i in inside for case in child.children)
        ):
            found.append(child)
        elif child.dep_ in ("xcomp", "ccomp") and child.i in inside:
            found += [word for word in child.children if word.dep_ in ("nsubj", "obj", "nsubj:pass", "obl")]
    for at in sorted(inside - {verb.i}):  # "let 33 captives go", "gave its blessing to the accord"
        for child in verb.doc[at].children:
            own_case = any(case.dep_ == "case" and case.i in inside for case in child.children)
            if child.i > verb.i and child.i not in inside and (child.dep_ in ("obj", "nsubj") or own_case):
                found.append(child)
    return found


def _by(verb: Token) -> list[Token]:
    return [
        child
        for child in verb.children
        if child.dep_ == "obl:agent" or (child.dep_ in ("obl", "nmod") and case_of(child) == "by")
    ]


def _predicate_subjects(predicate: Token, match: VerbMatch) -> list[Token]:
    current = predicate
    for _ in range(4):
        own = [child for child in current.children if child.dep_ in SUBJECTS and child.i < match.end]
        if own:
            return [_antecedent(word) for word in own]
        if current.dep_ == "conj" or current.head.i in range(match.start - 8, match.end + 4):
            current = current.head
    return []


def _there_is(verb: Token) -> list[Token]:
    return [child for child in (verb, *verb.children) if child.dep_ in ("nsubj", "ROOT") and child.pos_ == "NOUN"]


def guess_themes(parsed: Parsed, match: VerbMatch, wanted: frozenset[str], *, passive: bool) -> list[Token]:
    """Return the nearest word of a class after a verb, or before it where it is passive; by position alone."""
    doc = parsed.doc
    places = (
        range(match.start - 1, max(-1, match.start - REACH - 2), -1)
        if passive
        else range(match.end, min(len(doc), match.end + REACH))
    )
    for at in places:
        token = doc[at]
        if parsed.words[at] in BREAKS and not (passive and parsed.words[at] == ","):
            return []
        verbal = token.pos_ == "VERB" and token.dep_ != "amod" and token.lower_ != "including"
        if verbal or (not passive and token.lower_ in ("that", "which", "who")):
            return []
        if wanted & parsed.classes[at] and is_head(parsed, at):
            return [token]
    return []


def guess_agents(parsed: Parsed, match: VerbMatch, wanted: frozenset[str]) -> list[Token]:
    """Return the nearest word of a class before a verb, where the parse has no subject; by position alone."""
    for at in range(match.start - 1, max(-1, match.start - FAR), -1):
        token = parsed.doc[at]
        if parsed.words[at] in STOPS or (token.tag_ in FINITE and at < match.start - AUXILIARIES):
            return []
        if wanted & parsed.classes[at] and is_head(parsed, at):
            return [token]
    return []


def is_head(parsed: Parsed, at: int) -> bool:
    """Return whether a word ends its noun phrase, so that "hostage" in "hostage deal" is not a hostage."""
    doc = parsed.doc
    if at + 1 >= len(doc):
        return True
    following = doc[at + 1]
    if following.pos_ in ("NOUN", "PROPN") and following.lower_ not in NO_BARRIER:
        return bool(parsed.classes[at + 1] & {"name"}) or following.lower_ in ("'s", "’s")
    return following.lower_ not in ("-", "'s", "’s", "'")


def classes_of(parsed: Parsed, heads: tuple[Token, ...]) -> frozenset[str]:
    """Return the classes of noun phrases by their heads."""
    found = parsed.phrase_classes(heads)
    return found.union(name for name, classes in parsed.rules.together.items() if classes <= found)


def all_named(heads: tuple[Token, ...]) -> list[Token]:
    """Return every word that the noun phrases are about."""
    return [word for head in heads for word in named(head)]
