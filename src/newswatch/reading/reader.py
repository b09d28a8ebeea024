"""An article to its claims: the cascade, cheapest first.

1. One pass over title and body for the topics' words; most articles of the world end here.
2. Each sentence is given its theatre; those of the watched one go to the classifier, in one batch.
3. Those with a topic's word, or in which the classifier sees an event, are parsed; patterns find the events of each,
   the tree around them their arguments and how real they are.
4. Both readers are brought to agree, and what is only recalled is marked.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.tokens import Doc

from newswatch.models import Article, ArticleField, Claim
from newswatch.reading import classifier, pipeline
from newswatch.reading.agreement import Agreed, Overruled, agreed, is_likely
from newswatch.reading.arguments import Arguments
from newswatch.reading.candidates import Scan
from newswatch.reading.certainty import with_certainty
from newswatch.reading.classifier import Opinions
from newswatch.reading.credits import credit
from newswatch.reading.dates import DateMention, dates
from newswatch.reading.events import Event, Unasserted, read_events
from newswatch.reading.explanation import Explained, Finding
from newswatch.reading.fingerprint import fingerprint
from newswatch.reading.headlines import says_nothing
from newswatch.reading.language_check import set_aside
from newswatch.reading.parsed import Parsed
from newswatch.reading.patterns import compile_rules
from newswatch.reading.recall import Recall, is_past
from newswatch.reading.sentences import Sentence, sentences
from newswatch.reading.settling import distinct, main_first, with_overstatement_marked
from newswatch.reading.text import Text
from newswatch.reading.theatre import NONE, OTHER, TheatreFinder
from newswatch.topics import Watch

GATE = ("hostage", "captive", "ceasefire", "cease-fire", "truce")  # theatres tell themselves by such words too
LEAD = 2  # paragraphs that, with the title, say what an article is about
BEFORE = 3  # sentences before one that may tell its theatre
WORTH_TELLING = 0.05  # a probability that is shown
LONGEST = 120  # words of a sentence that is parsed


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence in its article."""

    field: ArticleField
    sentence: Sentence
    before: tuple[str, ...]
    paragraph: int
    theatre: str = NONE


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """All that was read in an article.

    Attributes:
        theatre: what the article is about.
        claims: the claims of all theatres, in text order.
        watched: those of the watched theatre.
        credit: the news agency that it is credited to.
        fingerprint: that of its body, where anything was read of the watched theatre.
        language: the language it is in, by its own word.
        set_aside: why it was not read.
        explanation: what was read in each sentence; nothing of an article that names no watched theatre.
    """

    theatre: str
    claims: tuple[Claim, ...] = ()
    watched: tuple[Claim, ...] = ()
    credit: str | None = None
    language: str | None = None
    set_aside: str | None = None
    explanation: tuple[Explained, ...] = ()
    fingerprint: str | None = None


class Reader:
    """Reads articles; loads the pipeline and compiles the patterns once."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.nlp = pipeline.load()
        self.rules = compile_rules(watch, lambda phrase: tuple(token.lower_ for token in self.nlp.tokenizer(phrase)))
        self.classifier = classifier.load()
        self.learned = _learned(watch, self.classifier.events)
        self.unlearned = frozenset(self.rules.yields) - self.learned
        self.arguments = Arguments(watch)
        self.theatres = TheatreFinder(watch.theatres)

    @cached_property
    def scan(self) -> Scan:
        """Finds whether a sentence has any word of a topic."""
        return Scan(word for patterns in self.watch.patterns.values() for word in patterns.words)

    @cached_property
    def gate(self) -> Scan:
        """Finds whether an article can be about the watched theatre at all."""
        watched = self.watch.theatres.theatres[self.watch.theatres.watched]
        return Scan((*watched.words, *watched.hints, *GATE))

    def read(self, article: Article) -> ArticleReading:
        """Return the claims of an article; any text can be read."""
        if not self.gate.found(article.title, article.body):
            return ArticleReading(NONE, language=article.language)
        whole = f"{article.title or ''}\n{article.body or ''}"
        reason = set_aside(whole, article.language)
        if reason:
            return ArticleReading(NONE, language=article.language, set_aside=reason)
        return self._read(article)

    def _read(self, article: Article) -> ArticleReading:
        places = self._places(article)
        theatre = self.theatres.of_article(
            article.title, [place.sentence.normal for place in places if place.field == "body"]
        )
        explained = with_certainty(self._sentences(article, places, theatre), self.learned)
        claims = with_overstatement_marked(
            (claim for part in explained for claim in part.claims), sum(part.field == "body" for part in explained)
        )
        watched = tuple(claim for claim in claims if claim.theatre == self.watch.theatres.watched)
        return ArticleReading(
            theatre,
            claims,
            main_first(watched),
            credit(article),
            article.language,
            explanation=tuple(explained),
            fingerprint=fingerprint(article.body) if watched else None,
        )

    def _places(self, article: Article) -> list[Place]:
        """Return the sentences of an article, each with what stands before it."""
        found: list[Place] = []
        texts: list[str] = []
        for field, raw in (("title", article.title), ("body", article.body)):
            paragraph, end = 0, 0
            for sentence in sentences(Text.of(raw or "")):
                paragraph += "\n" in (raw or "")[end : sentence.start]
                end = sentence.end
                before = tuple(texts[-BEFORE:])
                found.append(Place("title" if field == "title" else "body", sentence, before, paragraph))
                texts.append(sentence.normal)
        return found

    def _sentences(self, article: Article, places: list[Place], theatre: str) -> list[Explained]:
        placed = [replace(place, theatre=self._theatre(place, theatre)) for place in places]
        if not any(self._is_watched(place) for place in placed):
            return [_unread(place, "the article has no sentence about what is watched") for place in placed]
        normal = [_joined(place.sentence.normal) for place in placed]
        watched = [at for at, place in enumerate(placed) if self._is_watched(place)]
        thought = dict(zip(watched, self._opinions([normal[at] for at in watched]), strict=True))
        chosen = [at for at, place in enumerate(placed) if self._is_worth_parsing(place, thought.get(at, {}))]
        docs = dict(zip(chosen, pipeline.parse((normal[at] for at in chosen), self.nlp), strict=True))
        recall = Recall(article, self.watch, elsewhere=self._only_recalls(places))
        return [
            self._explain(article, place, docs[at], thought.get(at, {}), recall)
            if at in docs
            else replace(_unread(place, _why_skipped(place)), scores=_scores(thought.get(at, {})))
            for at, place in enumerate(placed)
        ]

    def _opinions(self, texts: list[str]) -> list[Opinions]:
        """Return what the classifier thinks of each sentence, of what it has learned."""
        if not self.learned:
            return [{} for _ in texts]
        every = self.classifier.opinions(texts)
        return [{name: one for name, one in opinions.items() if name in self.learned} for opinions in every]

    def _is_watched(self, place: Place) -> bool:
        return place.theatre == self.watch.theatres.watched

    def _is_worth_parsing(self, place: Place, opinions: Opinions) -> bool:
        """Return whether a sentence of a known theatre has a topic's word, or the classifier sees an event in it."""
        return place.theatre not in (NONE, OTHER) and (is_likely(opinions) or self.scan.found(place.sentence.normal))

    def _theatre(self, place: Place, theatre: str) -> str:
        return self.theatres.of_sentence(place.sentence.normal, before=place.before, article=theatre)

    def _only_recalls(self, places: Sequence[Place]) -> bool:
        """Return whether neither title nor lead names the watched theatre, so that what follows is a recap."""
        lead = [place for place in places if place.field == "title" or place.paragraph < LEAD]
        if len(places) - len(lead) < LEAD:
            return False
        watched = self.watch.theatres.watched
        return all(self.theatres.of_sentence(place.sentence.normal) != watched for place in lead)

    def _explain(self, article: Article, place: Place, doc: Doc, opinions: Opinions, recall: Recall) -> Explained:
        before = " . ".join((article.title or "", *place.before)) if place.field == "body" else ""
        parsed = Parsed(doc, self.rules, headline=place.field == "title", before=_joined(before))
        if why := _why_silent(parsed, place):
            return _unread(place, why)
        events = read_events(self.rules, parsed)
        watched = self._is_watched(place)
        both = agreed(parsed, events, opinions, unlearned=self.unlearned) if watched else Agreed(events.reported)
        told = {past: dates(doc, article.published, future=False if past else None) for past in (True, False)}
        findings = [self._finding(parsed, place, event, told, recall) for event in both.events]
        findings += [_overruled(doc, one) for one in both.overruled]
        findings += [_unasserted(doc, one) for one in events.unasserted]
        claims = distinct([claim for finding in findings for claim in finding.claims])
        return replace(_unread(place, None), scores=_scores(opinions), findings=tuple(findings), claims=tuple(claims))

    def _finding(
        self, parsed: Parsed, place: Place, event: Event, told: dict[bool, list[DateMention]], recall: Recall
    ) -> Finding:
        token = parsed.doc[event.token]
        mentions = told[is_past(event, token)]
        why = recall.why(parsed, event, mentions, place.paragraph)
        claims = self.arguments.claims(parsed, event, mentions, _base(place, event, why))
        reasons = tuple(event.found.reasons) or ("stated",)
        return Finding(event.rule, token.text, event.modality, reasons, event.score, why, tuple(claims))


def _learned(watch: Watch, events: Iterable[str]) -> frozenset[str]:
    """Return the watched events that the classifier has learned: none of a theatre that it wasn't trained on."""
    theatres = watch.theatres
    watched = {f"{name}.{event}" for name, topic in watch.topics.items() for event in topic.events}
    return frozenset(watched.intersection(events)) if theatres.theatres[theatres.watched].classified else frozenset()


def _scores(opinions: Opinions) -> dict[str, float]:
    return {name: one.probability for name, one in opinions.items() if one.probability >= WORTH_TELLING}


def _why_skipped(place: Place) -> str:
    if place.theatre in (NONE, OTHER):
        return "its theatre is not known"
    return "it has no word of a topic, and the classifier sees no event in it"


def _why_silent(parsed: Parsed, place: Place) -> str | None:
    """Return why a sentence is not read."""
    if len(parsed.doc) > LONGEST:
        return f"it has more than {LONGEST} words"
    return "a headline that claims nothing" if parsed.headline and says_nothing(place.sentence.normal) else None


def _unread(place: Place, why: str | None) -> Explained:
    sentence = place.sentence
    return Explained(place.field, sentence.text, sentence.start, sentence.end, place.theatre, why)


def _overruled(doc: Doc, one: Overruled) -> Finding:
    event = one.event
    reasons = (*event.found.reasons, f"the classifier gives it {one.probability:.0%}")
    return Finding(event.rule, doc[event.token].text, None, reasons, event.score)


def _unasserted(doc: Doc, one: Unasserted) -> Finding:
    return Finding(one.rule, doc[one.token].text, None, one.reasons, one.score)


def _base(place: Place, event: Event, why: str | None) -> Claim:
    return Claim.model_construct(
        topic=event.topic,
        event=event.event,
        modality=event.modality,
        theatre=place.theatre,
        field=place.field,
        sentence=place.sentence.text,
        start=place.sentence.start,
        end=place.sentence.end,
        background=why is not None,
        rule=event.rule,
        confidence=event.score,
    )


HYPHENATED = re.compile(
    r"\b(cease|hand|pull|re)[- ]?-(fire|over|out|back|enter|entry|take|occupy)\b|\bcease (?=fire)", re.IGNORECASE
)


def _joined(text: str) -> str:
    """Return a text with the words that are written both ways in one: "cease-fire" as "ceasefire"."""
    return HYPHENATED.sub(lambda match: match[0].replace("-", "").replace(" ", ""), text)
