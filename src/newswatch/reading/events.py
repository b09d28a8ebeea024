"""Which events a sentence reports by the rules: the patterns tried at each of its verbs and named events."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from newswatch.models import Modality
from newswatch.reading.embedding import Groups
from newswatch.reading.headlines import can_be_verb, headline_reality, headline_roles
from newswatch.reading.parsed import Parsed, case_of, named
from newswatch.reading.patterns import Rule, Rules, VerbMatch
from newswatch.reading.reality import A_PURPOSE, RANK, Reality
from newswatch.reading.repair import mend
from newswatch.reading.roles import Roles, all_named, classes_of, guess_agents, guess_themes, is_head, roles
from newswatch.reading.scope import reality

PEOPLE = frozenset({"hostage", "person", "prisoner", "remains"})
MONTH = "MONTH"
MONTHS = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "jan", "feb", "aug", "sept", "oct", "nov", "dec",
})  # fmt: skip
LOOSE = frozenset({A_PURPOSE, "try"})  # a demand stays one in "gathered to demand"
PRONOUNS = frozenset({"it", "they", "he", "she", "we", "who", "which", "that", "i", "you", "both", "this"})
PARTICLES = frozenset({"down", "off", "up"})
CONNECTIVES = frozenset({"return", "exchange"})  # "in return for": how two things are tied, not one of them


@dataclass(frozen=True, slots=True)
class Event:
    """One event that a sentence reports.

    Attributes:
        topic, event, modality: what is reported, and how real it is.
        token: the word that reports it.
        roles: who does what to whom.
        found: what decided its modality.
        rule: the pattern's id.
        score: how sure.
        old: whether the classifier takes it for something that is only recalled; None where it isn't sure.
    """

    topic: str
    event: str
    modality: Modality
    token: int
    roles: Roles
    found: Reality
    rule: str
    score: float
    old: bool | None = None


@dataclass(frozen=True, slots=True)
class Unasserted:
    """What a rule found and the sentence doesn't say: "if a deal is reached".

    Attributes:
        events: what it would be if it were said, in any modality, as `topic.event`.
        rule: the pattern's id.
        token: the word that it was found at.
        reasons: why nothing is claimed.
        score: how well the rule fits.
    """

    events: frozenset[str]
    rule: str
    token: int
    reasons: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Events:
    """What the rules found in a sentence: events that it reports, and such as it only speaks of."""

    reported: list[Event]
    unasserted: list[Unasserted]
    groups: Groups


def read_events(rules: Rules, parsed: Parsed) -> Events:
    """Return the events of a sentence by the rules."""
    matches = list(rules.verb_matches(parsed.words))
    if not parsed.headline:
        mend(parsed.doc, matches)
    groups = _groups(rules, matches)
    found = [*_verb_events(rules, parsed, matches, groups), *_noun_events(rules, parsed, groups)]
    unasserted = [one for one in found if isinstance(one, Unasserted)]
    return Events(_settled([one for one in found if isinstance(one, Event)], rules), unasserted, groups)


def _groups(rules: Rules, matches: Iterable[VerbMatch]) -> dict[int, frozenset[str]]:
    """Return the embedding groups of each verb; the longest phrase decides ("call off", not "call")."""
    found: dict[int, frozenset[str]] = {}
    for match in matches:
        known = [name for name in match.names if name in rules.embed_verbs]
        if not known:
            continue
        longest = max(name.count(" ") for name in known)
        groups = {group for name in known if name.count(" ") == longest for group in rules.embed_verbs[name]}
        found[match.token] = found.get(match.token, frozenset()) | groups
    return found


def _verb_events(
    rules: Rules, parsed: Parsed, matches: list[VerbMatch], groups: Groups
) -> Iterator[Event | Unasserted]:
    for match in matches:
        if not _is_verb(parsed, match):
            continue
        tried: set[str] = set()
        around: Roles | None = None
        for name in _names(rules, parsed, match):
            for rule in rules.by_verb.get(name, ()):
                if rule.pattern.id in tried or not _sentence_fits(parsed, rule):
                    continue
                tried.add(rule.pattern.id)
                around = around or (headline_roles if parsed.headline else roles)(parsed, match)
                yield from _verb_event(parsed, match, rule, around, groups)


def _is_verb(parsed: Parsed, match: VerbMatch) -> bool:
    """Return whether the parse takes the matched word for a verb."""
    verb = parsed.doc[match.start if match.is_be else match.token]
    if parsed.headline:
        return can_be_verb(parsed, match)
    if match.is_be and not _is_predicate(parsed, match):
        return False
    if _helps(verb):
        return False
    if match.is_be:
        return verb.pos_ in ("AUX", "VERB") or verb.lower_ in ("is", "are", "was", "were")
    return verb.pos_ in ("VERB", "AUX") and verb.dep_ not in ("amod", "compound", "aux", "aux:pass", "cop")


def _helps(verb: Token) -> bool:
    """Return whether "have" only helps the participle behind it: "details have sunk deals before"."""
    return verb.lemma_ == "have" and verb.i + 1 < len(verb.doc) and verb.nbor().tag_ == "VBN"


def _is_predicate(parsed: Parsed, match: VerbMatch) -> bool:
    """Return whether what follows "be" is what is said: not in "are in the final stage", "are to come home"."""
    word = parsed.doc[match.token]
    if word.dep_ == "amod" and word.head.i >= match.end:
        return False
    between = (parsed.doc[at] for at in range(match.start + 1, match.token) if at not in match.fixed)
    return not any(token.pos_ == "VERB" and token.dep_ != "amod" for token in between)


def _names(rules: Rules, parsed: Parsed, match: VerbMatch) -> list[str]:
    """Return the phrases of a match; where a particle makes another verb of it ("break down"), only that one."""
    following = parsed.words[match.token + 1] if match.token + 1 < len(parsed.words) else ""
    phrases = {name for name in match.names if not name.startswith("@")}
    longer = {name for name in phrases if name.split()[1:2] == [following]} if following in PARTICLES else set()
    if not longer:
        return sorted(match.names)
    return sorted(longer.union(*(rules.groups.get(name, set()) for name in longer)))


def _sentence_fits(parsed: Parsed, rule: Rule) -> bool:
    pattern = rule.pattern
    if pattern.within and (parsed.all_classes | parsed.context).isdisjoint(pattern.within):
        return False
    return not pattern.words or not parsed.word_set.isdisjoint(pattern.words)


def _verb_event(
    parsed: Parsed, match: VerbMatch, rule: Rule, around: Roles, groups: Groups
) -> Iterator[Event | Unasserted]:
    verb = parsed.doc[match.token]
    if not _clause_fits(parsed, rule, verb, match):
        return
    around = _with_theme(parsed, match, rule, around)
    fit = _roles_fit(parsed, rule, around)
    if not fit:
        return
    if parsed.headline:
        found = headline_reality(parsed, match, groups)
    else:
        found = reality(parsed, verb, groups, inside=match.fixed - {match.token})
    score = rule.pattern.confidence * fit * (0.8 if around.guessed else 1.0)
    yield from _event(rule, match.token, around, found, score)


def _clause_fits(parsed: Parsed, rule: Rule, token: Token, match: VerbMatch | None = None) -> bool:
    pattern = rule.pattern
    if not pattern.near and not pattern.unless:
        return True
    clause = frozenset(range(len(parsed.words))) if parsed.headline else parsed.clause(token)
    if pattern.unless and any(parsed.words[at] in pattern.unless for at in clause):
        return False
    inside = match.fixed if match else frozenset()
    return not pattern.near or any(not parsed.classes[at].isdisjoint(pattern.near) for at in clause - inside)


def _with_theme(parsed: Parsed, match: VerbMatch, rule: Rule, around: Roles) -> Roles:
    """Return the roles with what the parse lacks, found by position."""
    pattern = rule.pattern
    lost = all(word.lower_ in ("that", "which", "who") for word in around.agents)  # true where there is none
    if lost and not pattern.theme and pattern.agent and not pattern.strict and not parsed.headline:
        agents = guess_agents(parsed, match, frozenset(pattern.agent))
        return Roles(tuple(agents), around.themes, around.passive, guessed=True) if agents else around
    if around.themes or not rule.pattern.theme or match.is_be or parsed.headline:
        return around
    themes = guess_themes(parsed, match, frozenset(rule.pattern.theme), passive=around.passive)
    return Roles(around.agents, tuple(themes), around.passive, guessed=True) if themes else around


def _roles_fit(parsed: Parsed, rule: Rule, around: Roles) -> float:
    """Return how well the roles fit a pattern: 0 where they don't, less than 1 where a pronoun stands in."""
    pattern = rule.pattern
    if pattern.theme and classes_of(parsed, around.themes).isdisjoint(pattern.theme):
        return 0
    if not pattern.agent:
        return 1
    if not around.agents:
        return 0.9 if pattern.theme and not pattern.strict else 0
    if not classes_of(parsed, around.agents).isdisjoint(pattern.agent):
        return 1
    allowed = PRONOUNS - {"it", "this", "that"} if PEOPLE & set(pattern.agent) else PRONOUNS
    if pattern.strict:
        return 0
    pronoun = any(word.lower_ in allowed for word in around.agents)
    return 0.8 if pronoun and (pattern.theme or not parsed.context.isdisjoint(pattern.agent)) else 0


def _noun_events(rules: Rules, parsed: Parsed, groups: Groups) -> Iterator[Event | Unasserted]:
    for token in parsed.doc:
        if token.pos_ not in ("NOUN", "PROPN", "VERB") or not parsed.classes[token.i]:
            continue
        for name in parsed.classes[token.i]:
            for rule in rules.by_noun.get(name, ()):
                if _sentence_fits(parsed, rule) and _clause_fits(parsed, rule, token):
                    yield from _noun_event(parsed, token, rule, groups)


def _noun_event(parsed: Parsed, token: Token, rule: Rule, groups: Groups) -> Iterator[Event | Unasserted]:
    pattern = rule.pattern
    if token.pos_ == "VERB" or not is_head(parsed, token.i) or parsed.headline or _is_connective(parsed, token):
        return
    around = _complements(parsed, token, frozenset(pattern.theme))
    if pattern.theme and classes_of(parsed, around.themes).isdisjoint(pattern.theme) and not around.guessed:
        return
    if pattern.follow and not _follows(parsed, token, pattern.follow):
        return
    found = reality(parsed, token, groups, nominal=True)
    if pattern.follow:  # it is taken for granted: "the 100 hostages still in Gaza"
        found = Reality(granted=True, reasons=["taken for granted"])
        around = Roles((), (token,), passive=False)
    yield from _event(rule, token.i, around, found, rule.pattern.confidence * 0.9)


def _is_connective(parsed: Parsed, token: Token) -> bool:
    """Return whether a noun only ties two things together: "in return for"."""
    around = (parsed.words[token.i - 1] if token.i else "", *parsed.words[token.i + 1 : token.i + 2])
    return token.lower_ in CONNECTIVES and around == ("in", "for")


def _follows(parsed: Parsed, token: Token, phrases: Iterable[str]) -> bool:
    """Return whether one of some phrases stands right after a noun; "MONTH" is any month or year."""
    following = " ".join(MONTH if is_month(word) else word for word in parsed.words[token.i + 1 : token.i + 7])
    return any(following.startswith(phrase) for phrase in phrases)


def is_month(word: str) -> bool:
    """Return whether a word is the name of a month, or a year of this century."""
    return word in MONTHS or (word.startswith("20") and word.isdigit() and len(word) == len("2025"))


def _complements(parsed: Parsed, token: Token, wanted: frozenset[str]) -> Roles:
    """Return whose and of whom a named event is: "Israel's withdrawal", "the release of three hostages"."""
    themes: list[Token] = []
    agents: list[Token] = []
    for child in token.children:
        if child.dep_ not in ("nmod", "compound", "amod", "obl", "acl"):
            continue
        if case_of(child) in ("by", "'s", "’s"):
            agents.append(child)
        if case_of(child) in ("of", "for", "", "'s", "’s", "to", "from"):
            themes.append(child)
    before = parsed.doc[token.i - 1] if token.i else None
    guessed = before is not None and bool(parsed.classes[before.i] & wanted)
    if guessed and before is not None:
        themes.append(before)
    return Roles(tuple(agents), tuple(themes), passive=False, guessed=guessed)


def _event(rule: Rule, token: int, around: Roles, found: Reality, score: float) -> Iterator[Event | Unasserted]:
    outcome = _outcome(rule, found, by_speaker=any(word.lower_ in ("we", "i", "you") for word in around.agents))
    if outcome is None and rule.pattern.modality and not found.drops:
        outcome = rule.act.happened
    name, sure = f"{rule.topic}.{rule.pattern.id}", round(score, 3)
    if outcome is None:
        said = {outcome.partition(":")[0] for outcome in rule.act.model_dump().values() if outcome}
        yield Unasserted(frozenset(f"{rule.topic}.{event}" for event in said), name, token, tuple(found.reasons), sure)
        return
    event, _, modality = outcome.partition(":")
    real = Modality(modality) if modality else _modality(found)
    real = rule.pattern.modality or real
    yield Event(rule.topic, event, real, token, around, found, name, sure)


def _outcome(rule: Rule, found: Reality, *, by_speaker: bool) -> str | None:
    if found.condition and rule.act.unless and _is_pressure(found):
        return None if by_speaker else rule.act.unless
    tolerated = LOOSE if rule.pattern.modality or (rule.act.happened or "").endswith(":demanded") else frozenset()
    if found.drops - tolerated or not (found.asserted or tolerated):
        return None
    outcomes: dict[str, str | None] = rule.act.model_dump()
    if found.polarity == "plain":
        return outcomes[found.modality.value]
    if found.modality is Modality.POSSIBLE:
        return None
    if found.polarity == "refused" and found.conditioned and rule.act.refused:
        return rule.act.refused.partition(":")[0] + ":conditional"
    return outcomes[found.polarity]


def _is_pressure(found: Reality) -> bool:
    """Return whether an event stands in a condition that presses for it: "unless they free", "if it does not"."""
    if found.condition == "if":
        return found.polarity in ("negated", "refused")
    return found.condition in ("unless", "until", "till") and found.polarity == "plain"


def _modality(found: Reality) -> Modality:
    return found.modality if found.polarity == "plain" else Modality.DENIED


def _settled(events: list[Event], rules: Rules) -> list[Event]:
    """Return the events without those that a more telling one of the same word replaces, in text order."""
    best: dict[tuple[str, str, int], Event] = {}
    for event in events:
        key = (event.topic, event.event, event.token)
        if key not in best or (event.score, -_rank(event)) > (best[key].score, -_rank(best[key])):
            best[key] = event
    kept = list(best.values())
    at_word: dict[int, set[str]] = {}
    for event in kept:
        at_word.setdefault(event.token, set()).add(f"{event.topic}.{event.event}")
    kept = [event for event in kept if not rules.yields[f"{event.topic}.{event.event}"] & at_word[event.token]]
    return sorted(kept, key=lambda event: (event.token, event.topic, event.event))


def _rank(event: Event) -> int:
    return RANK.index(event.modality) if event.modality in RANK else len(RANK)


def theme_words(event: Event) -> list[Token]:
    """Return every word that an event's theme, or its subject where it has no theme, is about."""
    heads = event.roles.themes or event.roles.agents
    return all_named(heads)


def agent_words(event: Event) -> list[Token]:
    """Return every word that an event's agents are about."""
    return [word for head in event.roles.agents for word in named(head)]
