"""What in a baseline contradicts itself or later reports, and what only seems to."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from newswatch.judging import Seed, build
from newswatch.judging.baseline import RECALLED_DAY
from newswatch.judging.days import lasting, written_days
from newswatch.judging.lint import lint
from newswatch.models import Modality
from tests.judging.conftest import WATCH, Desk, claim, reading

DAY = datetime(2025, 1, 8, 12, tzinfo=UTC)
WRONG = "The conflict escalated after Hamas's attacks on October 7, 2022."
KNOWN = "Israel vowed to end its rule following the October 7 attacks."


def baseline(*told, name="talks-2025-01-08"):
    """Return the baseline of a document: each sentence alone, or with the claims that it makes."""
    text, claims = "", []
    for part in told:
        sentence, *made = part if isinstance(part, tuple) else (part,)
        claims += [claim(*words, words=sentence, start=len(text), **more) for words, more in made]
        text += f"{sentence} "
    reader = SimpleNamespace(read=lambda _: SimpleNamespace(claims=claims))
    talks = claim("truce", "talks", words="Talks go on.", start=len(text))
    claims.append(talks)
    return build([Seed(name, text + talks.sentence, DAY)], reader, WATCH)


def does(topic, event, modality="happened", **more):
    """Return a claim that a sentence makes, for `baseline`."""
    return (topic, event, modality), more


def kinds(found):
    """Return the kind of each finding, and what is said against the baseline."""
    return [(one.kind, one.says) for one in found]


def test_the_year_of_a_day_that_is_known_by_its_date():
    """A seed that writes 2022 and then tells of the October 7 attacks contradicts itself, with both sentences."""
    found = lint(baseline(WRONG, KNOWN), WATCH)
    assert kinds(found) == [("year", "2023-10-07")]
    assert found[0].reason == "“October 7, 2022”, but “October 7”, which is that of 2023; both tell of “attack”"
    assert [(fact.sentence, fact.start, fact.document) for fact in found[0].facts] == [
        (WRONG, 0, "seed"),
        (KNOWN, len(WRONG) + 1, "seed"),
    ]
    assert (found[0].slots, found[0].report) == ((RECALLED_DAY,), None)


def test_a_year_against_what_later_reports_recall():
    """Reports that recall the day under another year are one finding: the first, and how many there are."""
    says = "About 100 people are held, taken captive in the attack of 7 October 2023."
    recalls = claim("hostage", "taken", background=True, date="2023-10-07", words=says, start=40)
    reports = [reading(recalls, id=name) for name in ("one", "two", "two")]
    found = lint(baseline(WRONG), WATCH, reports)
    assert kinds(found) == [("year", "2023-10-07")]
    assert (found[0].report.article, found[0].report.sentence, found[0].report.start) == ("one", says, 40)
    assert found[0].reports == 2
    assert [fact.sentence for fact in found[0].facts] == [WRONG]


def test_a_year_by_what_both_sentences_tell():
    """Where no word is shared, the same event of the topic files tells that both mean one day."""
    seed = baseline(("251 were carried off on October 3, 2022.", does("hostage", "taken", date="2022-10-03")))

    def against(event):
        told = "Most were seized on 3 October 2023."
        return kinds(lint(seed, WATCH, [reading(claim("hostage", event, date="2023-10-03", words=told))]))

    assert against("taken") == [("year", "2023-10-03")]
    assert against("released") == []


def test_a_year_of_a_day_that_needs_no_more_to_be_known():
    """Before the year that it is known for, October 7 is that day with a wrong year; after it, just another day."""
    told = claim("hostage", "held", background=True, words="Some have been there since 7 October 2023.")
    assert kinds(lint(baseline(WRONG), WATCH, [reading(told)])) == [("year", "2023-10-07")]
    assert lint(baseline(WRONG.replace("2022", "2024")), WATCH, [reading(told)]) == []


@pytest.mark.parametrize(
    "says",
    [
        "The attacks of October 7, 2022 were followed by talks.",
        "The attacks of October 8, 2023 were followed by talks.",
        "The anniversary of the attacks was marked on October 7, 2024.",
        "A court in The Hague sat on October 7, 2024.",
        "Hamas and Israel met on October 7, 2024.",
    ],
)
def test_no_other_year(says):
    """The same day, another day, an anniversary, something else on that day, and a shared name contradict nothing."""
    assert lint(baseline(WRONG), WATCH, [reading(claim("truce", "talks", words=says), at="15")]) == []


def test_a_wrong_year_in_a_report_says_nothing_against_a_seed_without_one():
    """The seed that writes no year can't have the wrong one."""
    assert lint(baseline(KNOWN), WATCH, [reading(claim("truce", "talks", words=WRONG))]) == []


@pytest.mark.parametrize(
    ("says", "found"),
    [
        ("Talks failed on Tuesday, January 7.", []),
        ("Talks failed on Wednesday, January 7.", [("weekday", "Tuesday")]),
        ("Gunmen struck on Saturday, October 7.", []),
        ("Gunmen struck on Sunday, 7 October 2023.", [("weekday", "Saturday")]),
    ],
)
def test_a_weekday_and_its_date(says, found):
    """A weekday must be that of its date; without a year it is the nearest one, or the known one."""
    assert kinds(lint(baseline((says, does("truce", "stalled"))), WATCH)) == found


@pytest.mark.parametrize(
    ("says", "modality", "found"),
    [
        ("The truce began on January 19, 2025.", "happened", [("future", "2025-01-08")]),
        ("The truce began on January 5, 2025.", "happened", []),
        ("The truce will begin on January 19, 2025.", "happened", []),
        ("A truce is planned for January 19, 2025.", "planned", []),
    ],
)
def test_a_day_told_as_past_that_lies_ahead(says, modality, found):
    """What has happened did not happen after the document was written."""
    day = "2025-01-05" if "January 5" in says else "2025-01-19"
    assert kinds(lint(baseline((says, does("truce", "in_effect", modality, date=day))), WATCH)) == found


def test_how_long_the_war_has_lasted():
    """Fifteen months of war in January 2025 did not begin in October 2022, in the seed or in a report."""
    says = "Both sides are tired of fifteen months of war."
    assert kinds(lint(baseline(WRONG, (says, does("truce", "talks"))), WATCH)) == [("duration", "2023-10")]
    found = lint(baseline(WRONG), WATCH, [reading(claim("truce", "talks", words=says))])
    assert kinds(found) == [("duration", "2023-10")]
    assert lint(baseline(WRONG), WATCH, [reading(claim("truce", "talks", words=says), at=None)]) == []  # who knows when
    right = WRONG.replace("2022", "2023")
    assert lint(baseline(right), WATCH, [reading(claim("truce", "talks", words=says))]) == []
    assert (
        lint(baseline("Hamas attacked on October 7, 2022."), WATCH, [reading(claim("truce", "talks", words=says))])
        == []
    )


def test_two_days_of_one_phase():
    """A truce begins on one day; another truce, months later, is another one."""
    first = ("The truce began on January 2, 2025.", does("truce", "in_effect", date="2025-01-02"))
    second = ("It came into force on January 3, 2025.", does("truce", "in_effect", date="2025-01-03"))
    other = ("Another began on November 24, 2023.", does("truce", "in_effect", date="2023-11-24", background=True))
    assert kinds(lint(baseline(first, second, other), WATCH)) == [("day", "2025-01-03")]


def test_two_counts_of_one_event():
    """Of one release, in a month that both sentences name, reports tell one number; a part or a rounder one is none."""
    says = "A week of calm in November 2023 saw 105 hostages freed."
    seed = baseline((says, does("hostage", "released", count=105, count_kind="hostages", background=True)))

    def against(count, month="November 2023", **more):
        told = f"In {month} {count} went home."
        return kinds(
            lint(
                seed,
                WATCH,
                [reading(claim("hostage", "released", count=count, count_kind="hostages", words=told, **more))],
            )
        )

    assert against(81) == [("count", "81")]
    assert against(105) == against(2) == against(110, bound="about") == against(100, bound="at_least") == []
    assert against(81, "January 2025") == []


def test_two_numbers_held_in_one_document():
    """Two numbers of one slot are told, unless tolerance, a bound or a part explains them."""

    def seed(count, other, **more):
        return baseline(
            (f"There are {count} held.", does("hostage", "held", count=count, count_kind="hostages")),
            (f"In Gaza {other} are held.", does("hostage", "held", count=other, count_kind="hostages", **more)),
        )

    assert kinds(lint(seed(98, 120), WATCH)) == [("count", "120")]
    assert lint(seed(98, 98), WATCH) == lint(seed(98, 100), WATCH) == []
    assert lint(seed(98, 105, bound="about"), WATCH) == lint(seed(98, 34), WATCH) == []


def test_two_deadlines_of_one_side():
    """One side sets one deadline; another side's is its own."""

    def seed(actor):
        return baseline(
            (
                "By January 20, he says.",
                does("hostage", "release_demanded", "demanded", actor="usa", date="2025-01-20"),
            ),
            (
                "By January 21, it says.",
                does("hostage", "release_demanded", "demanded", actor=actor, date="2025-01-21"),
            ),
        )

    assert kinds(lint(seed("usa"), WATCH)) == [("value", "2025-01-21")]
    assert lint(seed("israel"), WATCH) == []


def test_a_phase_that_its_modality_does_not_carry():
    """In a built baseline that somebody changed by hand, a deal that may be is no phase."""
    known = baseline(("The deal was signed.", does("truce", "signed")))
    assert lint(known, WATCH) == []
    signed = known.facts[0].model_copy(update={"modality": Modality.POSSIBLE})
    changed = known.model_copy(update={"facts": (signed, *known.facts[1:])})
    assert kinds(lint(changed, WATCH)) == [("modality", "possible")]


def test_other_theatres_contradict_nothing():
    """What the seed tells of Lebanon is not held against what it tells of Gaza, nor are reports on Lebanon."""
    first = ("The truce began on January 2, 2025.", does("truce", "in_effect", date="2025-01-02", theatre="gaza"))
    second = ("It began there on January 3, 2025.", does("truce", "in_effect", date="2025-01-03", theatre="lebanon"))
    assert lint(baseline(first, second), WATCH) == []
    assert lint(baseline(WRONG), WATCH, [reading(claim("truce", "talks", theatre="lebanon", words=KNOWN))]) == []


def test_a_recalled_day_never_reaches_the_board():
    """What is kept for lint alone stands in no slot, waits for no event, and no report of it raises an alert."""
    known = baseline(WRONG, KNOWN)
    assert [fact.value for fact in known.recalled] == ["2022-10-07", "2023-10-07"]
    assert all(fact.background and fact.sentence in (WRONG, KNOWN) for fact in known.recalled)
    assert known.fact(RECALLED_DAY) is None
    assert known.beside(RECALLED_DAY) == []
    desk = Desk(known)
    told = claim("hostage", "taken", background=True, date="2023-10-07", words="Seized on October 7, 2023.")
    assert desk.tell(told) == []
    assert desk.tick("02-01") == []


def test_a_day_that_a_fact_has_is_not_kept_twice():
    """A recalled day is one without an event that is watched; a bare date of this year is not recalled."""
    dated = ("The truce began on November 24, 2023.", does("truce", "in_effect", date="2023-11-24", background=True))
    assert baseline(dated, "He met them on January 5.", "He takes office on January 20, 2025.").recalled == ()


def test_written_days():
    """Days are read as papers write them, wherever a month is not the start of a year."""
    today = DAY.date()
    told = "On Oct. 7, 2023, on 5th January, by 2025-01-20, in October 2023 and may 5 times; the 19th of January 2024"
    assert [(one.day.isoformat(), one.year) for one in written_days(told, today)] == [
        ("2023-10-07", True),
        ("2025-01-05", False),
        ("2025-01-20", True),
        ("2024-01-19", True),
    ]
    assert written_days("February 31, 2024", today) == []
    assert [one.day.year for one in written_days("January 20, October 7, May 1, 2024", None)] == [2023, 2024]


def test_lasting():
    """How long the war has lasted, in figures or words; a truce of three months is no war."""
    assert f"{lasting('a 15-month-old war', DAY.date()).began:%Y-%m}" == "2023-10"
    assert f"{lasting('after two years of the war', DAY.date()).began:%Y-%m}" == "2023-01"
    assert lasting("a three-month pause in the war", DAY.date()) is None
