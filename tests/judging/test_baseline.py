from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from newswatch.errors import BaselineError
from newswatch.judging import Baseline, Seed, build
from newswatch.judging.baseline import load
from newswatch.models import Modality
from tests.judging.conftest import SEED_CLAIMS, SEED_DAY, WATCH, claim, seeded


def test_the_seed_s_facts_stand_in_their_slots():
    """Each slot holds what the seed says, with its sentence and version 0."""
    baseline = seeded(*SEED_CLAIMS)
    values = {fact.slot: fact.value for fact in baseline.standing()}
    assert values == {
        "hostage.deadline": "2025-01-20",
        "hostage.held": 100,
        "hostage.release": "release_refused",
        "hostage.released": "released",
        "hostage.stance.usa": "release_demanded",
        "truce.duration_days": 60,
        "truce.mediators": "egypt, qatar",
        "truce.phase": "talks",
        "withdrawal.netzarim": "staying",
        "withdrawal.philadelphi": "staying",
        "withdrawal.stance.hamas": "presence_accepted",
    }
    held = baseline.fact("hostage.held")
    assert (held.sentence, held.version, held.document, held.bound) == (
        "About 100 hostages are held.",
        0,
        "seed",
        "about",
    )


def test_what_is_on_offer_leaves_the_phase_alone():
    """Terms under discussion fill their own slots; a proposal alone is no phase of a seed."""
    baseline = seeded(claim("truce", "proposed", "proposed", duration_days=60))
    assert baseline.fact("truce.phase") is None
    assert baseline.fact("truce.duration_days").modality is Modality.PROPOSED


def test_what_may_be_or_is_denied_is_no_fact():
    """“Could lead to a permanent cease-fire” is not in effect."""
    baseline = seeded(
        claim("truce", "in_effect", "possible"), claim("truce", "agreed", "denied"), claim("truce", "talks", words=1)
    )
    assert [fact.slot for fact in baseline.facts] == ["truce.phase"]


def test_other_theatres_are_kept_and_never_stand():
    """Lebanon's peace is one of the seed's facts and not on the board."""
    baseline = seeded(claim("truce", "agreed", theatre="lebanon"), claim("truce", "talks", theatre="gaza", words=1))
    assert [fact.theatre for fact in baseline.facts] == ["lebanon", "gaza"]
    assert baseline.fact("truce.phase").value == "talks"


def test_what_the_seed_recalls_is_no_phase_and_no_position():
    """A truce of last year is not in effect, whether the seed tells another phase or none."""
    old = claim("truce", "in_effect", background=True)
    assert seeded(old, claim("truce", "talks", words=1)).fact("truce.phase").value == "talks"
    assert seeded(claim("truce", "talks", words=1), old).fact("truce.phase").value == "talks"
    assert seeded(old).fact("truce.phase") is None
    demanded = claim("withdrawal", "withdrawal_demanded", "demanded", actor="hamas", background=True)
    assert seeded(demanded).fact("withdrawal.stance.hamas") is None


def test_the_last_event_of_a_kind_stands_though_recalled():
    """What came before the first release of the stream is the one that the seed recalls."""
    old = claim("hostage", "released", count=105, background=True)
    assert seeded(old).fact("hostage.released").count == 105
    assert seeded(old, claim("hostage", "released", count=3, words=1)).fact("hostage.released").count == 3


def test_of_two_facts_the_later_event_stands():
    """A truce that collapsed in March is not the phase in September."""
    collapsed = claim("truce", "collapsed", date="2024-11-30", words=1)
    assert seeded(claim("truce", "talks"), collapsed).fact("truce.phase").value == "talks"


def test_a_document_tells_first_how_things_are():
    """A story leads with the phase, the number and the position of today, and tells after what led there."""
    baseline = seeded(
        claim("truce", "talks"),
        claim("truce", "stalled", words=1),
        claim("hostage", "held", count=48, words=2),
        claim("hostage", "held", count=20, words=3),
        claim("withdrawal", "presence_accepted", "conditional", actor="hamas", words=4),
        claim("withdrawal", "withdrawal_demanded", "conditional", actor="hamas", words=5),
    )
    assert baseline.fact("truce.phase").value == "talks"
    assert baseline.fact("hostage.held").value == 48
    assert baseline.fact("withdrawal.stance.hamas").value == "presence_accepted"
    assert [fact.event for fact in baseline.beside("withdrawal.stance.hamas")] == ["withdrawal_demanded"]


def test_a_firmer_position_outweighs_an_offer():
    """What mediators would like Hamas to do stands behind what Hamas says it will not."""
    baseline = seeded(
        claim("hostage", "release_planned", "proposed"),
        claim("hostage", "release_refused", "conditional", actor="hamas", words=1),
    )
    assert baseline.fact("hostage.release").value == "release_refused"


def test_the_dates_of_the_seed_wait_for_their_event():
    """The deadline waits for a release; a recalled one waits for nothing."""
    [due] = seeded(*SEED_CLAIMS).due(WATCH.topics["hostage"])
    assert (due.slot, due.day) == ("hostage.deadline", date(2025, 1, 20))
    recalled = seeded(claim("hostage", "release_demanded", "demanded", actor="usa", date="2025-01-20", background=True))
    assert recalled.due(WATCH.topics["hostage"]) == []


def test_the_version_is_a_hash_of_the_facts():
    """The same seed gives the same version, another sentence another one."""
    assert seeded(*SEED_CLAIMS).version == seeded(*SEED_CLAIMS).version
    assert seeded(*SEED_CLAIMS).version != seeded(*SEED_CLAIMS[:-1]).version
    assert seeded(*SEED_CLAIMS).version.startswith("sha256:")


def test_a_built_baseline_survives_json():
    """What is built can be kept and loaded."""
    baseline = seeded(*SEED_CLAIMS)
    again = load(baseline.to_json(), "x.json")
    assert (again, again.version) == (baseline, baseline.version)


@pytest.mark.parametrize("raw", [b"", b"[]", b'{"name": "x"}', b"\xff"])
def test_what_is_no_baseline_is_refused(raw):
    """The sentence names the file."""
    with pytest.raises(BaselineError, match=r"x\.json is not a built baseline"):
        load(raw, "x.json")


def test_several_seeds_make_one_baseline():
    """Documents are told apart, and the last day is the baseline's."""
    reader = SimpleNamespace(read=lambda article: SimpleNamespace(claims=[claim("truce", "talks", words=article.body)]))
    later = datetime(2025, 1, 5, tzinfo=UTC)
    baseline = build([Seed("one", "They talk.", SEED_DAY), Seed("two", "They still talk.", later)], reader, WATCH)
    assert (baseline.name, baseline.published) == ("one", later)
    assert [fact.document for fact in baseline.facts] == ["seed/one", "seed/two"]
    assert baseline.fact("truce.phase").sentence == "They still talk."


def test_a_seed_without_facts_is_refused():
    """A baseline needs a document, and a document a fact."""
    with pytest.raises(BaselineError, match="at least one"):
        build([], SimpleNamespace(), WATCH)
    with pytest.raises(BaselineError, match="no fact found in gaza"):
        seeded()


@pytest.mark.parametrize(
    ("name", "text", "day"),
    [
        ("gaza-talks-2025-01.txt", "Hamas announced on Tuesday …", "2025-01-01"),
        ("talks-2025-01-08.txt", "Hamas announced on Tuesday …", "2025-01-08"),
        ("gaza-talks-2025-09.txt", "JERUSALEM, Sept. 28, 2025 — On the eve of …", "2025-09-28"),
        ("x.txt", "28 September 2025\nOn the eve of …", "2025-09-28"),
        ("x.txt", "PARIS (Jan. 3, 2025) - They met.", "2025-01-03"),
        ("x.txt", "2025-09-28: they met.", "2025-09-28"),
        ("x.txt", "May 2025 — they met.", "2025-05-01"),
        ("x-2025-01.txt", "On October 7, 2023, Hamas attacked Israel.", "2025-01-01"),
    ],
)
def test_a_seed_s_day_is_its_dateline_s_or_its_name_s(name, text, day):
    """Weekdays in a seed are counted from its own day."""
    assert Seed.of(Path(name), text).published.date().isoformat() == day


def test_a_given_day_wins():
    """Who gives the day knows better than the document."""
    assert Seed.of(Path("x-2025-01.txt"), "They met.", SEED_DAY.replace(day=8)).published.day == 8


@pytest.mark.parametrize("name", ["x.txt", "x-2025-13.txt", "x-2025-02-30.txt"])
def test_a_seed_without_a_day_is_refused(name):
    """A name with an impossible day has none."""
    with pytest.raises(BaselineError, match="has no day"):
        Seed.of(Path(name), "They met.")


def test_an_empty_seed_is_refused():
    """The sentence names the file."""
    with pytest.raises(BaselineError, match=r"x-2025-01\.txt is empty"):
        Seed.of(Path("x-2025-01.txt"), " \n")


def test_a_claim_of_an_event_that_the_topic_file_lacks_is_no_fact():
    """A reader with newer topic files than the judge's does no harm."""
    baseline = seeded(claim("truce", "truce_dance"), claim("truce", "talks", words=1))
    assert isinstance(baseline, Baseline)
    assert len(baseline.facts) == 1


def test_what_is_recalled_of_the_last_days_still_stands():
    """A document that looks back on yesterday's deal tells how things are; on an old truce it doesn't."""
    recalled = {"background": True, "words": "Both sides agreed on it."}
    assert seeded(claim("truce", "agreed", date="2024-12-31", **recalled)).fact("truce.phase").value == "agreed"
    assert seeded(claim("truce", "agreed", date="2023-11-24", **recalled)).fact("truce.phase") is None
