"""Each event of the vocabulary, read from sentences written for it; one table an event."""

from functools import cache

import pytest

from newswatch.models import Article, Claim
from newswatch.reading import Reader
from newswatch.topics import load

PUBLISHED = "2025-02-20T09:00:00Z"


@cache
def reader() -> Reader:
    return Reader(load())


def claims(text: str, title: str | None = None, published: str = PUBLISHED) -> list[Claim]:
    article = Article.from_loose({"id": "a", "title": title, "body": text, "published": published})
    return list(reader().read(article).watched)


def news(text: str) -> set[tuple[str, str]]:
    return {(claim.event, claim.modality.value) for claim in claims(text) if not claim.background}


EVENTS = {
    "talks": [
        "Israel and Hamas resumed ceasefire talks in Cairo on Tuesday.",
        "A Hamas delegation arrived in Doha for talks on a Gaza truce.",
        "Negotiations on a hostage deal between Israel and Hamas are under way in Qatar.",
    ],
    "stalled": [
        "Ceasefire talks between Israel and Hamas have broken down.",
        "Negotiations over a truce in Gaza collapsed on Monday.",
        "Israel pulled out of the negotiations with Hamas on a truce.",
        "Talks on a truce in Gaza are deadlocked.",
    ],
    "called_for": [
        "Spain called for an immediate ceasefire in Gaza.",
        "The pope demanded a truce in Gaza.",
        "Protesters in Madrid urged the government to press for a ceasefire in Gaza.",
    ],
    "proposed": [
        "Egypt presented a new proposal for a ceasefire between Israel and Hamas.",
        "Mediators have proposed a truce of 60 days in Gaza.",
        "Qatar put forward a draft agreement to halt the war in Gaza.",
    ],
    "accepted": [
        "Hamas accepted the ceasefire proposal on Tuesday.",
        "Hamas has said yes to the truce proposal.",
        "Israel agreed to the American outline for a truce in Gaza.",
    ],
    "rejected": [
        "Hamas rejected the ceasefire proposal.",
        "Israel turned down the Egyptian plan for a truce in Gaza.",
        "The United States vetoed a resolution on a ceasefire in Gaza.",
    ],
    "agreed": [
        "Israel and Hamas have reached a ceasefire deal.",
        "A ceasefire deal between Israel and Hamas was reached on Wednesday.",
        "Israel and Hamas clinched a hostage deal.",
    ],
    "signed": [
        "Israel and Hamas signed the ceasefire agreement in Doha.",
        "Negotiators for Israel and Hamas put their names to the accord.",
    ],
    "approved": [
        "The Israeli cabinet approved the Gaza ceasefire deal.",
        "Israel's government ratified the hostage deal with Hamas.",
    ],
    "in_effect": [
        "The ceasefire in Gaza took effect on Wednesday.",
        "The truce between Israel and Hamas came into force this morning.",
        "The guns fell silent in Gaza on Wednesday.",
    ],
    "extended": [
        "Israel and Hamas agreed to extend the truce by two days.",
        "The truce in Gaza was extended for two more days.",
    ],
    "violated": [
        "Hamas accused Israel of violating the ceasefire in Gaza.",
        "Israel has breached the truce, Hamas said.",
        "Hamas called the strike on Gaza a flagrant breach of the truce.",
    ],
    "suspended": ["Hamas suspended the ceasefire agreement with Israel."],
    "collapsed": [
        "The ceasefire between Israel and Hamas has collapsed.",
        "Israel resumed the war in Gaza on Tuesday.",
        "The truce in Gaza is over.",
    ],
    "threatened": [
        "Israel threatened to end the ceasefire in Gaza.",
        "Israel vowed to resume the fighting in Gaza.",
    ],
    "taken": ["Hamas gunmen took five Israelis hostage on Wednesday."],
    "held": [
        "Hamas is holding 59 hostages in Gaza.",
        "Fifty-nine hostages are still held in Gaza.",
    ],
    "sign_of_life": ["Hamas released a video of two hostages on Wednesday."],
    "listed": ["Hamas handed over the names of the three hostages on Friday."],
    "release_planned": [
        "Hamas will release six hostages on Saturday.",
        "Three hostages are to be freed on Saturday, Hamas said.",
        "Hamas has agreed to free the American hostage.",
    ],
    "released": [
        "Hamas freed three Israeli hostages on Wednesday.",
        "Three hostages were handed over to the Red Cross in Gaza.",
        "Hamas let three captives go.",
        "Three hostages came home from Gaza on Wednesday.",
    ],
    "rescued": ["Israeli forces rescued two hostages from Rafah.", "Two hostages were rescued by Israeli commandos."],
    "release_delayed": [
        "Hamas postponed the release of hostages.",
        "Hamas has put off the handover of the hostages.",
    ],
    "release_refused": [
        "Hamas refused to release the hostages.",
        "Hamas said it would not free any hostages.",
    ],
    "release_demanded": [
        "The United Nations demanded the release of all hostages in Gaza.",
        "Hamas must release all the hostages, Germany said.",
        "Families called for the return of the hostages.",
    ],
    "died": ["Two Israeli hostages were killed in Gaza, Hamas said.", "A hostage has died in captivity in Gaza."],
    "remains_returned": [
        "Hamas handed over the bodies of four hostages.",
        "Israeli troops recovered the body of a hostage in Gaza.",
    ],
    "prisoners_released": [
        "Israel released 90 Palestinian prisoners on Wednesday.",
        "Ninety Palestinian prisoners were freed from Israeli jails.",
    ],
    "withdrawal_demanded": [
        "Hamas demanded a full Israeli withdrawal from Gaza.",
        "Egypt demanded that Israeli forces leave the Philadelphi corridor.",
    ],
    "withdrawal_planned": [
        "Israeli troops will withdraw from the Netzarim corridor on Sunday.",
        "Israel is to pull its forces out of Gaza City.",
    ],
    "withdrawal_started": [
        "Israeli troops began to withdraw from Gaza City.",
        "Israeli tanks pulled back from Khan Younis.",
    ],
    "withdrawal_completed": [
        "All Israeli forces have left the Netzarim corridor.",
        "The Israeli army has fully withdrawn from Khan Younis.",
    ],
    "withdrawal_delayed": ["Israel delayed its withdrawal from the Philadelphi corridor."],
    "withdrawal_refused": [
        "Israel refused to withdraw its troops from the Philadelphi corridor.",
        "Israel will not pull its soldiers out of Rafah.",
    ],
    "staying": ["Israeli troops remain in the Philadelphi corridor."],
    "reentered": ["Israeli forces entered Rafah on Tuesday.", "Israeli troops retook the Netzarim corridor."],
    "presence_accepted": ["Hamas agreed to accept an Israeli presence in the Philadelphi corridor."],
}
CASES = [(event, sentence) for event, sentences in EVENTS.items() for sentence in sentences]


def test_every_event_of_the_vocabulary_has_sentences():
    """No event of the topics is without sentences of its own."""
    assert {name for topic in load().topics.values() for name in topic.events} == set(EVENTS)


@pytest.mark.parametrize(("event", "sentence"), CASES)
def test_an_event_is_read_from_its_sentence(event, sentence):
    """Each sentence yields the event that it was written for, as news."""
    assert event in {found for found, _ in news(sentence)}
