"""Who and where: mentions of actors, places and other persons in a parsed sentence, by id.

Names come from `actors.toml` and `places.toml` and are found in one pass over the sentence, without accents; a name
counts where it fills whole tokens and has its capitals. Where names overlap, the longest wins.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind
from spacy.tokens import Doc, Span, Token

from newswatch.reading.text import fold
from newswatch.reading.wordlist import words
from newswatch.topics import Actor, Named, Watch

Kind = Literal["name", "adjective", "description", "metonym", "anaphor", "person"]

LOCATIVE = words("""
    in at to from near outside around into towards toward through across via leaving reached
    """)
ADJECTIVE_TAILS = words("""
    affiliated aligned backed brokered controlled drafted held led linked owned run ruled sponsored
    """)
TITLE_WORDS = words("""
    acting advisor adviser affairs ambassador army attorney captain cardinal chairman chancellor chief
    chief-of-staff colonel commander deputy defence defense diplomat doctor dr emir energy envoy ex finance
    foreign former general gen governor head interior intelligence justice king lady leader lieutenant lt major
    maj middle minister minster mr mrs ms national negotiator of official east opposition police policy
    politician premier president president-elect prime prince professor rabbi secretary security senator
    sergeant sheikh sheik special spokesman spokesperson spokeswoman staff state strategic the top transport
    treasury veteran vice culture health far-right political bureau 's senior incoming outgoing then pm - elect
    """)
HONORIFICS = words("""
    captain capt colonel col corporal dr general gen lieutenant lt major maj mr mrs ms private president
    professor rabbi sergeant sgt soldier hostage captive sheikh staff first warrant officer
    """)
PARTICLES = words("al el bin ibn ben abu de da van von der la le bint ad a as - '")
NOT_IN_NAMES = words("""
    accords air courier eastern western northern southern force hof hope island islands peace social zionism
    administration agency airport army assembly authority avenue axis bank base brigade brigades bureau cabinet
    camp center centre city club commission committee company conference congress corridor council court
    crescent cross crossing declaration defence defense department division east embassy exchange festival
    forces forum front government governorate hospital hotel house institute international junction kibbutz
    league media ministry moshav mosque movement museum news newspaper north office organisation organization
    palace parliament party police post press prison province radio refugee region republic resolution river
    road route sea school security service society south square state station street strip studio summit times
    tower treaty tribune tunnel union university valley village war west wire zone january february march april
    may june july august september october november december monday tuesday wednesday thursday friday saturday
    sunday sabbath ramadan christmas god bible nobel israelis palestinians jewish muslim islamic arab christian
    nova
    """)
BEFORE_PLACES = words("in at near kibbutz from outside to moshav through around into")


NAME_TAGS = frozenset({"PROPN", "NOUN", "ADJ", "X"})


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention, in tokens of the sentence's `Doc`.

    Attributes:
        id: the id of the actor or place, or the name of a person who is neither.
        start: its first token.
        end: the token after its last.
        kind: a `name`; an `adjective` ("Israeli", "Hamas-run"); a `metonym` ("Cairo said"); a `description` ("the
            militant group"); an `anaphor` ("the group", resolved by what was named before); a `person`.
    """

    id: str
    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Word:
    """One pattern: what is looked for and what it means."""

    text: str
    id: str
    kind: Kind
    any_case: bool

    def fits(self, found: str) -> bool:
        """Return whether what was found has the capitals that the word asks for."""
        if self.any_case and len(self.text) > len("USA"):
            return True
        return all(there.isupper() for here, there in zip(self.text, found, strict=True) if here.isupper())


class Match(NamedTuple):
    """Tokens from, tokens to, and the words that fit there."""

    start: int
    end: int
    words: list[Word]


class NameFinder:
    """Many words, found in one pass."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.words: dict[str, list[Word]] = {}
        for word in words:
            self.words.setdefault(word.text.lower(), []).append(word)
        self.keys = list(self.words)
        self.automaton = AhoCorasick(self.keys, matchkind=MatchKind.Standard)

    def find(self, span: Doc | Span, recent: Iterable[str] = ()) -> list[Match]:
        """Return what is found, in text order: the first and longest of those that overlap.

        Args:
            span: a sentence.
            recent: who was named before; "the group" is only found where it can mean one of them.
        """
        matches = list(self._every(span))
        named = {*recent, *(word.id for match in matches for word in match.words if word.kind != "anaphor")}
        taken: set[int] = set()
        chosen = []
        for match in sorted(matches, key=lambda match: _order(span.doc, match)):
            words = [word for word in match.words if word.kind != "anaphor" or word.id in named]
            if words and taken.isdisjoint(range(match.start, match.end)):
                taken.update(range(match.start, match.end))
                chosen.append(match._replace(words=words))
        return sorted(chosen)

    def _every(self, span: Doc | Span) -> Iterator[Match]:
        """Yield every word that fills whole tokens and has its capitals."""
        text = fold(span.text)
        edges = Edges(span)
        for key, start, end in self.automaton.find_matches_as_indexes(text.lower(), overlapping=True):
            words = [word for word in self.words[self.keys[key]] if word.fits(text[start:end])]
            if words and (tokens := edges.tokens(start, end)):
                yield Match(*tokens, words)


def _order(doc: Doc, match: Match) -> tuple[int, int]:
    """Leftmost first, whether a name has its article or not, then the longest."""
    return match.start + (doc[match.start].lower_ == "the"), match.start - match.end


class Edges:
    """Which characters of a sentence begin and end a token."""

    def __init__(self, span: Doc | Span) -> None:
        offset = span[0].idx if len(span) else 0
        self.starts = {token.idx - offset: token.i for token in span}
        self.ends = {token.idx - offset + len(token): token.i + 1 for token in span}

    def tokens(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the tokens that a stretch of characters fills exactly, or None."""
        if start in self.starts and end in self.ends:
            return self.starts[start], self.ends[end]
        return None


class Entities:
    """Finds the actors and places of a watch, and persons beside them."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self._actors = NameFinder(word for key, actor in watch.actors.items() for word in _actor_words(key, actor))
        self._places = NameFinder(word for key, place in watch.places.items() for word in _words(key, place))

    def actors(self, span: Doc | Span, *, recent: Sequence[str] = ()) -> list[Mention]:
        """Return the mentions of actors, in text order, none overlapping.

        Args:
            span: a sentence.
            recent: the actors named before in the article, the latest last; "the group" is the latest of them that
                it can mean.
        """
        mentions: list[Mention] = []
        for start, end, meanings in self._actors.find(span, recent):
            seen = [*recent, *(mention.id for mention in mentions)]
            if mention := _meant(span, start, end, meanings, seen):
                mentions.append(mention)
        return list(self._joined(span, mentions))

    def places(self, span: Doc | Span) -> list[Mention]:
        """Return the mentions of places of the watched theatre, in text order, none overlapping."""
        return [Mention(found[0].id, start, end, found[0].kind) for start, end, found in self._places.find(span)]

    def persons(self, span: Doc | Span) -> list[Mention]:
        """Return the persons who are no known actors: hostages, officials, anyone with a name of two words or more."""
        taken = {at for mention in (*self.actors(span), *self.places(span)) for at in range(mention.start, mention.end)}
        runs = _capitalised(span, taken)
        return [Mention(_name(span.doc, start, end), start, end, "person") for start, end in runs]

    def _joined(self, span: Doc | Span, mentions: list[Mention]) -> Iterator[Mention]:
        """Yield the mentions, "Israeli" and "Katz" in "Israeli Energy Minister Israel Katz" as one."""
        held: Mention | None = None
        for mention in mentions:
            if held and self._same(span.doc, held, mention):
                held = replace(mention, start=held.start)
                continue
            if held:
                yield held
            held = mention
        if held:
            yield held

    def _same(self, doc: Doc, first: Mention, second: Mention) -> bool:
        """Whether only a title stands between two mentions of one side, the second a person's name."""
        if self.watch.rolled_up(first.id) != self.watch.rolled_up(second.id) or second.kind != "name":
            return False
        if first.kind == "name" and first.end == second.start and first.id == second.id:
            return True
        between = [token.lower_.strip(".") for token in doc[first.end : second.start]]
        is_person = self.watch.actors[second.id].rolls_up_to is not None
        return is_person and all(word in TITLE_WORDS for word in between)


def _words(key: str, named: Named) -> Iterator[Word]:
    yield from (Word(fold(name), key, "name", named.any_case) for name in named.names)
    yield from (Word(fold(name), key, "description", any_case=True) for name in named.descriptions)


def _actor_words(key: str, actor: Actor) -> Iterator[Word]:
    yield from _words(key, actor)
    yield from (Word(fold(name), key, "adjective", actor.any_case) for name in actor.adjectives)
    yield from (Word(fold(name), key, "metonym", any_case=False) for name in actor.metonyms)
    yield from (Word(fold(name), key, "anaphor", any_case=True) for name in actor.anaphora)


def _meant(span: Doc | Span, start: int, end: int, meanings: list[Word], seen: Sequence[str]) -> Mention | None:
    """Return what a found word means here, or None where it means no actor."""
    known = [word for word in meanings if word.kind != "anaphor"]
    named = [word for word in meanings if word.id in seen]
    if known and (known[0].kind != "description" or len(meanings) == 1 or not named):
        word = known[0]
    elif named:
        word = max(named, key=lambda word: _last(seen, word.id))
    else:
        return None
    before = span.doc[start - 1] if start > span[0].i else None
    if word.kind == "metonym" and before is not None and before.lower_ in LOCATIVE:
        return None
    return Mention(word.id, start, end, _kind(span.doc, end, word))


def _last(seen: Sequence[str], actor: str) -> int:
    return max(at for at, known in enumerate(seen) if known == actor)


def _kind(doc: Doc, end: int, word: Word) -> Kind:
    """Return the kind of a mention: a name before "-run" or "-backed" is an adjective."""
    tail = doc[end : end + 2]
    if word.kind == "name" and len(tail) > 1 and tail[0].text == "-" and tail[1].lower_ in ADJECTIVE_TAILS:
        return "adjective"
    return word.kind


def _capitalised(span: Doc | Span, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of capitalised words that look like a person's name."""
    run: list[Token] = []
    for token in [*span, None]:
        if token is not None and token.i not in taken and _in_name(token, run):
            run.append(token)
            continue
        if bounds := _bounds(run):
            yield bounds
        run = [token] if token is not None and token.i not in taken and _in_name(token, []) else []


def _in_name(token: Token, run: list[Token]) -> bool:
    """Whether a token can be the next one of a name."""
    if run and token.lower_ in PARTICLES:
        return True
    text = token.text
    if not text[0].isupper() or not text.replace(".", "").isalpha() or (len(text) > 1 and text.isupper()):
        return False
    return not token.tag_ or (token.pos_ in NAME_TAGS and (bool(run) or not token.is_stop))


def _bounds(run: list[Token]) -> tuple[int, int] | None:
    """Return a run as a name: without its titles, two words at least, and none that names an institution."""
    while run and run[-1].lower_ in PARTICLES:
        run = run[:-1]
    titled = False
    while run and (word := run[0].lower_.strip(".")) in HONORIFICS | TITLE_WORDS | PARTICLES:
        titled = titled or word in HONORIFICS
        run = run[1:]
    if not run or any(token.lower_ in NOT_IN_NAMES for token in run):
        return None
    before = run[0].doc[run[0].i - 1].lower_ if run[0].i else ""
    words = [token for token in run if token.text[0].isupper()]
    if before in BEFORE_PLACES or (not words[1:] and not titled):
        return None
    return run[0].i, run[-1].i + 1


def _name(doc: Doc, start: int, end: int) -> str:
    return " ".join(doc[start:end].text.split())
