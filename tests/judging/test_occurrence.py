from datetime import date

from newswatch.judging.occurrence import Occurrence, denied_by, disputes, find
from newswatch.models import Relation, Status
from tests.judging.conftest import WORDINGS, claim, told

SUNDAY = date(2025, 1, 19)
MONDAY = date(2025, 1, 20)


def freed(count=3, *, words=0, **more):
    return claim("hostage", "released", count=count, count_kind="hostages", words=words, **more)


def event(day=SUNDAY, *, dated=True, actual=True, **more):
    return Occurrence(day, dated, actual, **{**more, "persons": frozenset(more.get("persons", ()))})


def test_two_weekly_exchanges_with_the_same_figures_are_two(desk):
    """Three freed on one Saturday and three on the next are two developments."""
    first = desk.tell(freed(date="2025-02-01"), at="02-01")
    second = desk.tell(freed(date="2025-02-08", words=1), at="02-08")
    assert told([*first, *second]) == [("released", "reported", 1)] * 2


def test_weekly_exchanges_are_two_without_dates_too(desk):
    """Where no sentence gives the day, the day of publication tells them apart."""
    assert desk.tell(freed(), at="02-01")
    [alert] = desk.tell(freed(words=1), at="02-08")
    assert alert.revision == 1


def test_one_exchange_told_by_ten_outlets_is_one(desk):
    """Ten outlets in ten wordings are one alert, and one revision when the first of them corroborates."""
    alerts = [
        alert
        for number in range(10)
        for alert in desk.tell(
            freed(words=number, date="2025-01-19" if number % 2 else None),
            at=f"19T{10 + number}",
            source=f"Outlet {number}",
        )
    ]
    assert told(alerts) == [("released", "reported", 1), ("released", "corroborated", 2)]
    assert len(desk.record(alerts[0]).told_by) == len(WORDINGS)


def test_an_exchange_told_again_the_next_day_is_the_same(desk):
    """A report without a day may be a day late, and one without a number three."""
    desk.tell(freed(), at="19")
    assert [alert.revision for alert in desk.tell(freed(words=1), at="20", source="Late Post")] == [2]
    assert desk.tell(freed(None, words=2), at="22", source="Later Post") == []


def test_another_day_is_another_event(desk):
    """Two dated reports of small groups on neighbouring days are two events."""
    desk.tell(claim("hostage", "remains_returned", count=4, date="2025-10-13"), at="10-13")
    [alert] = desk.tell(claim("hostage", "remains_returned", count=4, date="2025-10-14", words=1), at="10-14")
    assert alert.relation is Relation.NEW


def test_one_night_told_under_two_dates_is_one_event(desk):
    """Ninety freed around midnight are the same ninety, on Sunday or on Monday."""
    prisoners = {"count": 90, "count_kind": "prisoners"}
    desk.tell(claim("hostage", "prisoners_released", date="2025-01-20", **prisoners), at="20")
    assert find([event(MONDAY, count=90)], event(SUNDAY, count=90))
    assert not find([event(MONDAY, count=3)], event(SUNDAY, count=3))


def test_other_names_are_other_events(desk):
    """Two bodies with two names, told the same day, are two developments."""
    desk.tell(claim("hostage", "remains_returned", persons=("Youssef Ziyadne",)), at="08")
    [alert] = desk.tell(claim("hostage", "remains_returned", persons=("Oron Shaul",), words=1), at="09")
    assert alert.id == "hostage.remains_returned/remains_returned/2025-01-09/oron-shaul@gaza-talks-2025-01"


def test_a_shared_name_is_one_event():
    """Names that two reports share make them one, whatever their dates say within three days."""
    known = event(SUNDAY, persons=["Agam Berger", "Gadi Moses"])
    assert find([known], event(MONDAY, persons=["Agam Berger"])) == known


def test_a_few_names_of_many_may_be_others_of_them():
    """Names that a report adds to an incomplete list are of the same event."""
    known = event(count=8, persons=["Agam Berger"])
    assert find([known], event(persons=["Arbel Yehud"])) == known
    assert find([event(count=1, persons=["Agam Berger"])], event(persons=["Arbel Yehud"])) is None


def test_counts_that_differ_dispute_and_raise_no_second_alert(desk):
    """Eight and seven freed are one event that two origins count differently."""
    desk.tell(freed(8, date="2025-01-30"), at="30")
    alerts = desk.tell(freed(7, words=1, date="2025-01-30"), at="30T20", source="Gulf Ledger")
    assert told(alerts) == [("released", "disputed", 2)]
    assert alerts[0].count == 8
    assert len(alerts[0].evidence) == 2


def test_an_outlet_that_corrects_its_number_revises_its_own_alert(desk):
    """The same outlet with another number disputes nothing: its alert tells the new number."""
    first = claim("hostage", "prisoners_released", count=396, date="2025-02-15", words="Israel let out 396 prisoners.")
    fixed = claim("hostage", "prisoners_released", count=369, date="2025-02-15", words="Israel let out 369 prisoners.")
    desk.tell(first, at="02-15", id="northgate")
    [alert] = desk.tell(fixed, at="02-15T16", id="northgate", content="v2")
    assert (told([alert]), alert.count) == ([("prisoners_released", "reported", 2)], 369)


def test_a_rounder_number_disputes_nothing():
    """About two thousand leave room for 1,968, and at least ninety for a hundred."""
    assert not disputes(event(count=1968), event(count=2000, bound="about"))
    assert not disputes(event(count=100), event(count=90, bound="at_least"))
    assert not disputes(event(count=80), event(count=90, bound="at_most"))
    assert disputes(event(count=396), event(count=369))


def test_a_part_of_the_people_disputes_nothing(desk):
    """Ninety freed, thirty of them minors: the smaller number counts a part."""
    desk.tell(claim("hostage", "prisoners_released", count=90, date="2025-01-20"), at="20")
    part = claim("hostage", "prisoners_released", count=30, date="2025-01-20", words=1)
    assert told(desk.tell(part, at="20T18", source="Gulf Ledger")) == [("prisoners_released", "corroborated", 2)]


def test_far_more_people_than_known_are_news(desk):
    """Seven in the morning and thirteen later are two alerts, and twenty in all none."""
    desk.tell(freed(7, date="2025-10-13"), at="10-13T08")
    [second] = desk.tell(freed(13, words=1, date="2025-10-13"), at="10-13T13", source="Gulf Ledger")
    assert second.relation is Relation.NEW


def test_one_article_s_details_are_one_event(desk):
    """Eight freed: a soldier, two civilians and five farm hands. One alert, with the number of all."""
    alerts = desk.tell(
        freed(None, persons=("Agam Berger",), words=0),
        freed(None, persons=("Arbel Yehud", "Gadi Moses"), words=1, start=80),
        freed(5, words=2, start=160),
        freed(8, words=3, start=240),
        at="30",
    )
    assert [(alert.event, alert.count) for alert in alerts] == [("released", 8)]


def test_a_running_total_is_no_event(desk):
    """Sixteen freed so far in this truce are nobody freed today."""
    assert desk.tell(freed(16, count_scope="total")) == []


def test_a_recalled_event_is_no_event(desk):
    """The 105 of November 2023 are background, even where the reader does not say so."""
    assert desk.tell(freed(105, date="2023-11-30")) == []


def test_a_planned_release_of_prisoners_is_told_apart_from_the_release(desk):
    """What is planned, and that it was carried out, are two developments; the plan told after it is none."""
    plan = {"count": 90, "count_kind": "prisoners"}
    [planned] = desk.tell(claim("hostage", "prisoners_released", "planned", date="2025-01-20", **plan), at="18")
    [done] = desk.tell(claim("hostage", "prisoners_released", date="2025-01-20", words=1, **plan), at="20")
    assert [planned.modality, done.modality] == ["planned", "happened"]
    late = claim("hostage", "prisoners_released", "planned", date="2025-01-20", words=2, **plan)
    assert told(desk.tell(late, at="20T18", source="Gulf Ledger")) == [("prisoners_released", "corroborated", 2)]
    assert desk.record(done).latest.revision == 1


def test_a_plan_in_round_figures_is_told_once(desk):
    """Close to 2,000 to be freed is the same plan for weeks; 737 of them on a list is another."""
    plan = {"count_kind": "prisoners"}
    desk.tell(claim("hostage", "prisoners_released", "planned", count=2000, **plan), at="15")
    assert desk.tell(claim("hostage", "prisoners_released", "planned", count=1900, words=1, **plan), at="25") == []
    assert desk.tell(claim("hostage", "prisoners_released", "planned", words=2, **plan), at="26") == []
    [alert] = desk.tell(claim("hostage", "prisoners_released", "planned", count=737, words=3, **plan), at="26T13")
    assert alert.count == 737


def test_lists_of_hostages_and_of_prisoners_are_two(desk):
    """What is counted tells events apart, where both tell it."""
    desk.tell(claim("hostage", "listed", count=737, count_kind="prisoners"), at="18")
    [alert] = desk.tell(claim("hostage", "listed", count=3, count_kind="hostages", words=1), at="19")
    assert (alert.count, alert.revision) == (3, 1)


def test_mutual_accusations_are_two_events(desk):
    """Breaches are told apart by who is accused."""
    alerts = desk.tell(
        claim("truce", "violated", actor="hamas", said_by="israel"),
        claim("truce", "violated", actor="israel", said_by="hamas", words=1, start=90),
        at="25",
    )
    assert [alert.id.split("/")[-1] for alert in alerts] == ["hamas@gaza-talks-2025-01", "israel@gaza-talks-2025-01"]


def test_a_denial_finds_its_event_whatever_the_count():
    """What is denied is the latest event on a day that fits; a plan cannot be denied as one."""
    known = [event(SUNDAY, count=4), event(MONDAY, count=2, actual=False)]
    assert denied_by(known, event(SUNDAY, count=1)) == known[0]
    assert denied_by(known, event(date(2025, 3, 1))) is None


def test_a_join_keeps_the_number_and_adds_names_and_the_day():
    """Another report may add the day and more names; it never changes the number."""
    joined = event(dated=False, count=3, bound="exact").joined(event(MONDAY, count=4, persons=["Emily Damari"]))
    assert (joined.day, joined.dated, joined.count, joined.bound) == (MONDAY, True, 3, "exact")
    assert joined.persons == {"Emily Damari"}


def test_an_occurrence_survives_its_state():
    """What is kept as JSON comes back as it was."""
    one = event(count=3, bound="about", persons=["Romi Gonen"], actor="hamas", place="gaza", alert="x")
    assert Occurrence.from_state(one.to_state()) == one


def test_background_neither_alerts_nor_corroborates(desk):
    """A recalled release is on record as background and adds no origin."""
    [alert] = desk.tell(freed(date="2025-01-19"), at="19")
    assert desk.tell(freed(words=1, date="2025-01-19", background=True), at="20", source="Gulf Ledger") == []
    record = desk.record(alert)
    assert (record.latest.status, len(record.told_by)) == (Status.REPORTED, 1)


def test_another_group_of_the_same_size_is_another_event(desk):
    """Four coffins on Monday and "another four" on Tuesday are two handovers; Wednesday's papers tell the second."""
    four = {"count": 4, "count_kind": "remains"}
    [first] = desk.tell(claim("hostage", "remains_returned", **four), at="13T20")
    [second] = desk.tell(claim("hostage", "remains_returned", further=True, words=1, **four), at="14T20")
    assert first.id != second.id
    again = desk.tell(claim("hostage", "remains_returned", further=True, words=2, **four), at="15T06", source="Ledger")
    assert told(again) == [("remains_returned", "corroborated", 2)]


def test_what_befalls_somebody_once_is_one_event_whenever_it_is_told(desk):
    """A hostage who came home in January is not freed again in February; a new video of somebody is a new sign."""
    romi = {"persons": ("Romi Gonen",)}
    assert desk.tell(claim("hostage", "released", date="2025-01-19", **romi), at="19")
    assert desk.tell(claim("hostage", "released", words=1, **romi), at="02-10") == []
    assert desk.tell(claim("hostage", "sign_of_life", words=2, persons=("Agam Berger",)), at="10")
    assert desk.tell(claim("hostage", "sign_of_life", words=3, persons=("Agam Berger",)), at="02-10")
