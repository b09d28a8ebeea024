import re

from newswatch.judging.story import SURE_ENOUGH, SURE_OF_A_PHASE
from newswatch.models import Severity
from tests.judging.conftest import claim, moment, reading

ID = re.compile(r"^[a-z0-9_.]+(/[\w.+-]+)+@gaza-talks-2025-01$")


def test_an_alert_says_what_changed_and_on_what_it_stands(desk):
    """Both sentences, both values, both versions, and the article as it came in."""
    deal = claim(
        "truce", "agreed", said_by="qatar", actor="israel", actors=("israel", "hamas"), duration_days=42,
        date="2025-01-19", start=214, confidence=0.93,
    )  # fmt: skip
    [alert] = desk.tell(deal, at="15T19", id="doha-1", url="https://x.example/1", source="Meridian Wire")
    assert alert.id == "truce.phase/agreed/2025-01-15@gaza-talks-2025-01"
    assert (alert.before.value, alert.before.version, alert.before.fact) == ("talks", 0, "truce.phase#0")
    assert (alert.before.sentence, alert.before.document) == ("Talks are underway.", "seed")
    assert (alert.after.value, alert.after.version) == ("agreed", 1)
    assert (alert.severity, alert.confidence, alert.actors) == (
        Severity.CRITICAL,
        0.93,
        ("israel", "hamas"),
    )
    assert alert.first_published == moment("15T19")
    assert alert.baseline == desk.baseline.version
    [evidence] = alert.evidence
    assert (evidence.article, evidence.url, evidence.origin) == ("doha-1", "https://x.example/1", "meridian")
    assert (evidence.sentence, evidence.start, evidence.end) == (deal.sentence, 214, 214 + len(deal.sentence))


def test_an_actor_alone_is_among_the_actors(desk):
    """Where the claim lists none, the one who acts is listed."""
    assert desk.tell(claim("truce", "rejected", actor="israel"))[0].actors == ("israel",)


def test_before_is_the_last_fact_with_its_article(desk):
    """The second change names the first one's article and version."""
    desk.tell(claim("truce", "agreed"), at="15", id="first")
    alert = desk.tell(claim("truce", "signed", words=1), at="17")[-1]
    assert (alert.before.document, alert.before.version, alert.after.version) == ("first", 1, 2)


def test_ids_are_made_of_slot_value_day_and_what_tells_apart(desk):
    """Place in the slot, count or names and the actor where the topic file tells events apart by them."""
    alerts = [
        *desk.tell(claim("hostage", "released", count=3, date="2025-01-19"), at="20"),
        *desk.tell(claim("hostage", "died", persons=("Hamza Ziyadne", "A. B-C"), words=1), at="21"),
        *desk.tell(claim("truce", "violated", actor="hamas", words=2), at="22"),
        *desk.tell(claim("withdrawal", "withdrawal_started", place="netzarim", words=3), at="27"),
        *desk.tell(claim("hostage", "release_planned", "planned", count=3, date="2025-01-30", words=4), at="27"),
    ]
    assert [alert.id.removesuffix("@gaza-talks-2025-01") for alert in alerts] == [
        "hostage.released/released/2025-01-19/3",
        "hostage.died/died/2025-01-21/a-b-c+hamza-ziyadne",
        "truce.violations/violated/2025-01-22/hamas",
        "withdrawal.netzarim/withdrawal_started/2025-01-27",
        "hostage.release/release_planned/2025-01-30/3",
    ]
    assert all(ID.match(alert.id) for alert in alerts)


def test_before_is_null_only_where_nothing_was_known(desk):
    """The first breach changes nothing; the second follows the first."""
    [first] = desk.tell(claim("truce", "violated", actor="hamas"), at="22")
    [second] = desk.tell(claim("truce", "violated", actor="israel", words=1), at="23")
    assert first.before is None
    assert second.before.version == 1


def test_an_alert_says_that_the_title_of_its_article_says_more(desk):
    """The body wins, and whoever reads the headline of the alert is told so."""
    draft = claim("truce", "proposed", "proposed", words=1)
    near = claim("truce", "talks", "possible", words=2)
    bold = claim("truce", "agreed", field="title", background=True, words=3)
    alert = next(one for one in desk.tell(draft, near, bold, at="13") if one.event == "proposed")
    assert alert.headline.endswith("; the title of the article says more than its body")
    assert "title" not in desk.tell(claim("truce", "accepted", actor="hamas", words=4), at="14")[-1].headline


def test_what_is_not_sure_enough_raises_nothing(desk):
    """It changes no fact either, and the decision says why."""
    judged = desk.judge(reading(claim("truce", "rejected", actor="hamas", confidence=SURE_ENOUGH - 0.01), at="15"))
    assert not judged.alerts
    assert [decision.reason for decision in judged.decisions] == [
        "read with a confidence of 49%, too unsure for an alert"
    ]
    assert desk.fact("truce.stance.hamas") is None
    assert desk.tell(claim("truce", "rejected", actor="hamas", confidence=SURE_ENOUGH), at="15", id="another")


def test_what_moves_the_phase_must_be_surer(desk):
    """A wrong rung would make the right ones after it look old."""
    assert not desk.tell(claim("truce", "agreed", confidence=SURE_OF_A_PHASE - 0.01), at="15")
    assert desk.value("truce.phase") == "talks"
    assert desk.tell(claim("truce", "agreed", confidence=SURE_OF_A_PHASE), at="15", id="another")
