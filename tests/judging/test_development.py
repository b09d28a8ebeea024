from tests.judging.conftest import claim, told


def test_one_sentence_on_several_places_is_one_alert(desk):
    """Forces leave two places in one sentence: one alert, and both places stand on the board."""
    alerts = desk.tell(
        claim("withdrawal", "withdrawal_started", place="gaza_city"),
        claim("withdrawal", "withdrawal_started", place="khan_younis"),
        at="10-10",
    )
    assert [alert.slot for alert in alerts] == ["withdrawal.gaza_city"]
    khan_younis = desk.fact("withdrawal.khan_younis")
    assert (khan_younis.value, khan_younis.alert) == ("withdrawal_started", alerts[0].id)


def test_a_named_place_and_the_whole_theatre_in_one_article_are_one_alert(desk):
    """The body names the corridor, the headline says Gaza."""
    alerts = desk.tell(
        claim("withdrawal", "withdrawal_completed", words=1),
        claim("withdrawal", "withdrawal_completed", place="netzarim", start=90),
        claim("withdrawal", "withdrawal_completed", place="gaza", words=2, field="title"),
        at="02-09",
    )
    assert [alert.slot for alert in alerts] == ["withdrawal.netzarim"]


def test_two_named_places_in_two_sentences_are_two_alerts(desk):
    """Netzarim is left, and elsewhere so is Rafah."""
    alerts = desk.tell(
        claim("withdrawal", "withdrawal_completed", place="netzarim"),
        claim("withdrawal", "withdrawal_completed", place="rafah", words=1, start=90),
        at="02-09",
    )
    assert [alert.slot for alert in alerts] == ["withdrawal.netzarim", "withdrawal.rafah"]


def test_a_demand_and_its_deadline_in_one_sentence_are_one_alert(desk):
    """The claim with the date leads."""
    alerts = desk.tell(
        claim("hostage", "release_demanded", "demanded", actor="un"),
        claim("hostage", "release_demanded", "demanded", actor="un", date="2025-10-05"),
        at="10-03",
    )
    assert [alert.slot for alert in alerts] == ["hostage.deadline"]


def test_what_was_added_to_an_alert_goes_back_with_it(desk):
    """A retracted alert takes all its places with it."""
    places = [claim("withdrawal", "withdrawal_started", place=place) for place in ("netzarim", "philadelphi")]
    desk.tell(*places, at="20", id="a")
    assert told(desk.tell(topic="withdrawal", at="20T13", id="a", content="v2")) == [
        ("withdrawal_started", "retracted", 2)
    ]
    assert [desk.value(f"withdrawal.{place}") for place in ("netzarim", "philadelphi")] == ["staying", "staying"]


def test_people_taken_released_and_returned_change_the_number_held(desk):
    """Those told by name count as many as they are; the dead among the held stay held."""
    desk.tell(claim("hostage", "released", count=3, date="2025-01-19"), at="19")
    desk.tell(claim("hostage", "remains_returned", persons=("A", "B"), words=1), at="20")
    desk.tell(claim("hostage", "taken", count=1, words=2, date="2025-01-21"), at="21")
    desk.tell(claim("hostage", "died", count=2, words=3), at="22")
    desk.tell(claim("hostage", "prisoners_released", count=90, words=4), at="23")
    assert desk.value("hostage.held.after_releases") == 100 - 3 - 2 + 1


def test_a_planned_release_frees_nobody_yet(desk):
    """Only what has happened counts."""
    desk.tell(claim("hostage", "prisoners_released", "planned", count=90, date="2025-01-19"), at="18")
    assert desk.value("hostage.held.after_releases") is None
