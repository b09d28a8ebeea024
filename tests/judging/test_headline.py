from tests.judging.conftest import claim


def headlines(desk, *claims, **article):
    return [alert.headline for alert in desk.tell(*claims, **article) if alert.revision == 1]


def test_a_phase_is_told_as_a_change(desk):
    """The first thing that a person sees at three in the morning."""
    deal = claim("truce", "agreed", said_by="qatar", duration_days=42)
    assert headlines(desk, deal, at="15") == ["Truce: talks → agreed (42 days), says Qatar"]


def test_a_stage_is_named(desk):
    """A later stage's ladder starts without an arrow."""
    desk.climb("agreed", "in_effect")
    plan = claim("truce", "proposed", "proposed", said_by="witkoff", words=1)
    assert headlines(desk, plan, at="03-02") == ["Truce: stage 2: proposed, says Steve Witkoff"]


def test_terms_and_dates_are_told_with_their_names(desk):
    """Duration in days, and days as they are spoken."""
    desk.climb("proposed")
    term = claim("truce", "proposed", "proposed", duration_days=42, words=1)
    start = claim("truce", "in_effect", "planned", date="2025-01-19", said_by="al_thani", words=2)
    moved = claim("truce", "in_effect", "planned", date="2025-01-20", words=3)
    assert headlines(desk, term, at="14") == ["Truce: duration: 60 → 42 days (proposed)"]
    says = "says Sheikh Mohammed bin Abdulrahman Al Thani"
    assert headlines(desk, start, at="15") == [f"Truce: start date: 19 January, {says}"]
    assert headlines(desk, moved, at="16") == ["Truce: start date: 19 January → 20 January"]


def test_positions_are_told_by_whose_they_are(desk):
    """A side does not also say so; a place is named as people name it."""
    desk.tell(claim("truce", "accepted", actor="hamas"), at="10")
    no = claim("truce", "rejected", actor="hamas", said_by="hamas", words=1)
    left = claim("withdrawal", "withdrawal_started", place="netzarim", said_by="israel", words=2)
    assert headlines(desk, no, at="11") == ["Truce: Hamas: terms accepted → terms rejected"]
    assert headlines(desk, left, at="12") == [
        "Withdrawal: Netzarim corridor: forces stay → withdrawal started, says Israel"
    ]


def test_a_threat_on_a_condition_says_so(desk):
    """A condition is part of the news; that a demand is a demand is not."""
    threat = claim("truce", "threatened", "conditional", actor="israel", said_by="netanyahu")
    call = claim("truce", "called_for", "demanded", actor="un", words=1)
    assert headlines(desk, threat) == ["Truce: Israel: end of the truce threatened (on a condition)"]
    assert headlines(desk, call, at="16") == ["Truce: United Nations: truce called for"]


def test_events_are_told_by_number_name_and_day(desk):
    """Numbers first, names where they are few."""
    freed = claim("hostage", "released", count=3, count_kind="hostages", date="2025-01-19", said_by="israel")
    body = claim("hostage", "remains_returned", persons=("Youssef Ziyadne",), words=1)
    plan = claim("hostage", "prisoners_released", "planned", count=2000, bound="about", words=2)
    assert headlines(desk, freed, at="19") == ["Hostages: 3 hostages freed (19 January), says Israel"]
    assert headlines(desk, body, at="20") == ["Hostages: remains returned (Youssef Ziyadne)"]
    assert headlines(desk, plan, at="21") == ["Hostages: planned: about 2,000 prisoners freed"]


def test_a_release_is_told_with_its_number_and_how_firm_it_is(desk):
    """On offer or planned makes all the difference."""
    offer = claim("hostage", "release_planned", "proposed", count=33, count_kind="hostages")
    firm = claim("hostage", "release_planned", "planned", count=3, count_kind="hostages", date="2025-01-19", words=1)
    assert headlines(desk, offer, at="14") == ["Hostages: release refused → release planned (33 hostages, proposed)"]
    assert headlines(desk, firm, at="18") == ["Hostages: release planned (3 hostages, 19 January)"]


def test_numbers_held_are_told_as_a_change(desk):
    """How many are held now, and how many were."""
    held = claim("hostage", "held", count=90, count_kind="hostages", said_by="israel")
    assert headlines(desk, held) == ["Hostages: held: 100 → 90, says Israel"]


def test_a_deadline_is_told_with_its_day(desk):
    """Whose it is stands at the end."""
    demand = claim("hostage", "release_demanded", "demanded", actor="trump", said_by="trump", date="2025-02-15")
    assert headlines(desk, demand, at="02-11") == ["Hostages: deadline: 20 January → 15 February, says Trump"]


def test_a_denial_is_told_by_who_denies(desk):
    """What is denied is told in the event's own words."""
    desk.tell(claim("truce", "agreed"), at="15")
    denial = claim("truce", "agreed", "denied", said_by="netanyahu", words=1)
    assert headlines(desk, denial, at="15T20") == ["Truce: denied by Netanyahu: deal agreed"]


def test_an_overdue_date_is_told_with_what_is_missing(desk):
    """The day, and what has not come."""
    assert [alert.headline for alert in desk.tick("25")] == [
        "Hostages: 20 January has passed, still no word of: hostages freed"
    ]


def test_one_is_told_as_one(desk):
    """Numbers and their nouns agree."""
    day = claim("truce", "agreed", duration_days=1)
    assert headlines(desk, day, at="15") == ["Truce: talks → agreed (1 day)"]
    more = claim("truce", "extended", duration_days=1, words=1)
    desk.climb("in_effect", start=19)
    assert all("1 days" not in line for line in headlines(desk, more, at="20"))
