"""The patterns of a watch, compiled once: which word forms trigger which patterns, and what class a word has."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from newswatch.models import Modality
from newswatch.reading.wordforms import Form, noun_forms, verb_forms
from newswatch.topics import Act, Pattern, Watch

Words = tuple[str, ...]
Split = Callable[[str], Words]

GAP = 8  # how many words may stand for a "*"
LOOSE_GAP = 2  # how many adverbs may stand inside a phrase ("be still in", "pull completely out")
BREAKS = frozenset(".;:!?,()")
MAX_PHRASE = 6


@dataclass(frozen=True, slots=True)
class VerbPhrase:
    """One way to write a verb in one form: the words of the verb itself, then the parts that must follow."""

    first: Words
    rest: tuple[Words, ...]
    gaps: tuple[int, ...]
    forms: frozenset[Form]
    name: str
    is_be: bool


@dataclass(frozen=True, slots=True)
class VerbMatch:
    """A verb phrase found at a token.

    Attributes:
        token: the verb, or the predicate of a phrase with "be".
        start, end: from the verb to the last word of the phrase, `end` excluded.
        forms: what form the verb can be.
        names: the phrases and groups that it belongs to.
        fixed: the phrase's own words; between them an object may stand.
        is_be: whether it is a phrase with "be".
    """

    token: int
    start: int
    end: int
    fixed: frozenset[int]
    forms: frozenset[Form]
    names: frozenset[str]
    is_be: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern with its topic and its act."""

    topic: str
    pattern: Pattern
    act: Act


@dataclass(slots=True)
class Rules:
    """Everything that the patterns of a watch say, ready to look up."""

    nouns: dict[str, list[tuple[Words, str]]] = field(default_factory=dict)
    verbs: dict[str, list[VerbPhrase]] = field(default_factory=dict)
    groups: dict[str, set[str]] = field(default_factory=dict)
    by_verb: dict[str, list[Rule]] = field(default_factory=dict)
    by_noun: dict[str, list[Rule]] = field(default_factory=dict)
    embed_verbs: dict[str, set[str]] = field(default_factory=dict)
    governing: dict[str, str] = field(default_factory=dict)
    together: dict[str, frozenset[str]] = field(default_factory=dict)
    yields: dict[str, frozenset[str]] = field(default_factory=dict)  # to which events one yields, by `topic.event`
    plans: dict[str, frozenset[str]] = field(default_factory=dict)  # by which events one is planned

    def classes(self, words: Sequence[str]) -> list[frozenset[str]]:
        """Return the classes of each word; a phrase gives its classes to its last word."""
        found: list[set[str]] = [set() for _ in words]
        for at, word in enumerate(words):
            for phrase, name in self.nouns.get(word, ()):
                end = at + len(phrase)
                if tuple(words[at:end]) == phrase:
                    found[end - 1].add(name)
        return [frozenset(names) for names in found]

    def verb_matches(self, words: Sequence[str]) -> Iterator[VerbMatch]:
        """Yield the verb phrases in a sentence; at each verb the phrases that fit are told together."""
        for at, word in enumerate(words):
            matched: dict[tuple[int, bool], tuple[set[int], set[str], frozenset[Form]]] = {}
            for phrase in self.verbs.get(word, ()):
                place = _place(phrase, words, at)
                if place is None:
                    continue
                token, fixed = place
                old, names, forms = matched.get((token, phrase.is_be), (set(), set(), phrase.forms))
                names |= {phrase.name} | self.groups.get(phrase.name, set())
                matched[token, phrase.is_be] = (old | fixed, names, forms | phrase.forms)
            for (token, is_be), (fixed, names, forms) in matched.items():
                yield VerbMatch(token, at, max(fixed) + 1, frozenset(fixed), forms, frozenset(names), is_be)


def _place(phrase: VerbPhrase, words: Sequence[str], at: int) -> tuple[int, set[int]] | None:
    """Return the token that carries a phrase that begins at a word, and the phrase's own words."""
    end = at + len(phrase.first)
    fixed = set(range(at, end))
    if tuple(words[at:end]) != phrase.first:
        return None
    carrier = end - 1
    for number, (part, gap) in enumerate(zip(phrase.rest, phrase.gaps, strict=True)):
        found = _find(part, words, end, gap)
        if found is None:
            return None
        if number == 0 and phrase.is_be:
            carrier = found
        end = found + len(part)
        fixed |= set(range(found, end))
    return carrier, fixed


def _find(part: Words, words: Sequence[str], start: int, gap: int) -> int | None:
    for at in range(start, min(start + gap + 1, len(words) - len(part) + 1)):
        if tuple(words[at : at + len(part)]) == part:
            return at
        if words[at] in BREAKS:
            return None
    return None


def compile_rules(watch: Watch, split: Split) -> Rules:
    """Return the rules of a watch.

    Args:
        watch: what is watched.
        split: the pipeline's own way to split a phrase into words, so that phrases match its tokens.
    """
    rules = Rules()
    for name, phrases in watch.lexicon.nouns.items():
        for phrase in phrases:
            _add_noun(rules, name, phrase, split)
    for group, verbs in watch.lexicon.verbs.items():
        for verb in verbs:
            rules.groups.setdefault(verb, set()).add(f"@{group}")
    for group, verbs in watch.lexicon.embed.items():
        for verb in verbs:
            rules.embed_verbs.setdefault(verb, set()).add(group)
    rules.governing = {noun: group for group, nouns in watch.lexicon.govern.items() for noun in nouns}
    rules.together = {name: frozenset(classes) for name, classes in watch.lexicon.together.items()}
    rules.yields = dict(_yields(watch))
    rules.plans = dict(_plans(watch))
    for topic, patterns in watch.patterns.items():
        for pattern in patterns.patterns:
            _add_pattern(rules, Rule(topic, pattern, patterns.acts[pattern.act]))
    for verb in sorted({*rules.groups, *rules.embed_verbs, *(name for name in rules.by_verb if name[0] != "@")}):
        _add_verb(rules, verb, split)
    return rules


def _yields(watch: Watch) -> Iterator[tuple[str, frozenset[str]]]:
    for name, topic in watch.topics.items():
        for event, known in topic.events.items():
            yield f"{name}.{event}", frozenset(f"{name}.{other}" for other in known.yields_to)


def _plans(watch: Watch) -> Iterator[tuple[str, frozenset[str]]]:
    for name, topic in watch.topics.items():
        for event in topic.events:
            plans = (other for other, known in topic.events.items() if event in known.fulfilled_by and other != event)
            ahead = frozenset(f"{name}.{one}" for one in plans if Modality.PLANNED in topic.events[one].changed_by)
            yield f"{name}.{event}", ahead


def _add_pattern(rules: Rules, rule: Rule) -> None:
    for verb in rule.pattern.verbs:
        rules.by_verb.setdefault(verb, []).append(rule)
    for noun in rule.pattern.nouns:
        rules.by_noun.setdefault(noun, []).append(rule)


def _add_noun(rules: Rules, name: str, phrase: str, split: Split) -> None:
    *before, last = phrase.split(" ")
    for form in noun_forms(last):
        words = split(" ".join([*before, form]))
        rules.nouns.setdefault(words[0], []).append((words, name))


def _add_verb(rules: Rules, phrase: str, split: Split) -> None:
    verb, *rest = phrase.split(" ")
    parts, gaps = _parts(rest, split, is_be=verb == "be")
    for form, kinds in verb_forms(verb).items():
        first = split(form)
        entry = VerbPhrase(first, parts, gaps, kinds, phrase, verb == "be")
        rules.verbs.setdefault(first[0], []).append(entry)


def _parts(rest: Iterable[str], split: Split, *, is_be: bool) -> tuple[tuple[Words, ...], tuple[int, ...]]:
    """Return the parts that must follow a verb, and how far each may stand from the one before."""
    parts: list[Words] = []
    gaps: list[int] = []
    gap = LOOSE_GAP + 1 if is_be else LOOSE_GAP - 1
    for word in rest:
        if word == "*":
            gap = GAP
        else:
            parts.append(split(word))
            gaps.append(gap)
            gap = 0 if is_be else LOOSE_GAP - 1
    return tuple(parts), tuple(gaps)
