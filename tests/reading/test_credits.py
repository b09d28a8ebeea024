"""Which agency wrote an article or a sentence, wherever it is credited."""

import pytest

from newswatch.models import Article
from newswatch.reading.credits import agency_name, credit, credited_in

STORY = "The guns had been silent since the morning, and nobody in the street quite believed it. " * 3


def article(body=STORY, **more):
    return Article(id="1", body=body, **more)


@pytest.mark.parametrize(
    ("body", "agency"),
    [
        (f"CAIRO (Halyard) — {STORY}", "Halyard"),
        (f"DOHA, Qatar (Halyard) — {STORY}", "Halyard"),
        (f"CAIRO, Jan. 13 (Reuters) - {STORY}", "Reuters"),
        (f"JERUSALEM (AP) — {STORY}", "AP"),
        (f"GAZA (Xinhua/AFP) — {STORY}", "Xinhua"),
        (f"By Halyard staff\n\n{STORY}", "Halyard"),
        (f"Halyard Wire\n\n{STORY}", "Halyard Wire"),
        (f"From Meridian Wire\n\n{STORY}", "Meridian Wire"),
        (f"By JANE DOE\nAssociated Press\n\n{STORY}", "Associated Press"),
        (f"By the Associated Press\n\n{STORY}", "Associated Press"),
        (f"{STORY}\n\nReporting by Jane Doe (Halyard)", "Halyard"),
        (f"{STORY}\n\n(Reporting by Meridian bureaus; more to follow)", "Meridian"),
        (f"{STORY}\n\nWith agency material from Halyard", "Halyard"),
        (f"{STORY}\n\n(With inputs from PTI)", "PTI"),
        (f"{STORY}\n\n— AFP", "AFP"),
        (f"{STORY}\n\n(dpa)", "dpa"),
        (f"{STORY}\n\nTASS", "TASS"),
        (f"{STORY}\n\n— Halyard", "Halyard"),
        (f"{STORY}\n\n— The Northgate Courier, London", "Northgate Courier"),
        (f"{STORY}\n\nReuters contributed to this report.", "Reuters"),
        (f"{STORY}\n\nSource: Anadolu Agency", "Anadolu Agency"),
        (f"{STORY}\n\nCopyright 2025 Halyard Wire. All rights reserved.", "Halyard Wire"),
        (f"{STORY}\n\n© 2025 EFE", "EFE"),
        (f"Both sides have agreed on a truce in Gaza, according to the Halyard news agency. {STORY}", "Halyard"),
        (f"Both sides have agreed on a truce, two officials told Reuters. {STORY}", "Reuters"),
    ],
)  # fmt: skip
def test_an_agency_is_found_wherever_it_is_credited(body, agency):
    """Datelines, bylines, closing lines, the first paragraph."""
    assert credit(article(body)) == agency


@pytest.mark.parametrize(
    "body",
    [
        STORY,
        f"By Jane Doe\n\n{STORY}",
        f"By Jane Doe in Jerusalem\n\n{STORY}",
        f"By our correspondent\n\n{STORY}",
        f"By a special contributor\n\n{STORY}",
        f"CAIRO (Jan 13) — {STORY}",
        f"{STORY}\n\n— Jane Doe",
        f"{STORY}\n\nReporting by Jane Doe; Editing by John Roe",
        f"{STORY}\n\nJane Doe contributed to this report.",
        f"{STORY}\n\nWith aid agencies reporting hunger, the talks go on, a man from Gaza said.",
        f"{STORY}\n\n(He was shot.)",
        "",
    ],
)
def test_a_person_is_no_agency(body):
    """Nor is a place, a day or a desk."""
    assert credit(article(body, title="Gaza")) is None


@pytest.mark.parametrize(
    ("source", "author", "agency"),
    [
        ("Lakeshore Tribune", "Reuters", "Reuters"),
        ("Lakeshore Tribune", "Ines Calloway, Halyard Wire", "Halyard Wire"),
        ("Lakeshore Tribune", "wire@lakeshore.example (Halyard)", "Halyard"),
        ("Lakeshore Tribune", "Halyard staff", "Halyard"),
        ("Lakeshore Tribune", "Jane Doe | AFP", "AFP"),
        ("Lakeshore Tribune", "Tribune staff", None),
        ("Lakeshore Tribune", "Jane Doe", None),
        ("Lakeshore Tribune", "Foreign desk", None),
        ("Reuters via Example", None, "Reuters"),
        ("Example / AP", None, "AP"),
        ("Reuters", None, None),
        ("Halyard Wire", "Halyard", None),
    ],
)
def test_the_author_and_the_source_may_name_one(source, author, agency):
    """An outlet that credits itself credits nobody."""
    assert credit(article(source=source, author=author)) == agency


def test_an_agency_s_own_dateline_credits_nobody_else():
    """The wire itself is the origin."""
    assert credit(article(f"CAIRO (Halyard) — {STORY}", source="Halyard Wire")) is None


@pytest.mark.parametrize(
    ("sentence", "agency"),
    [
        ("An Israeli official told the Halyard news agency that progress had been made.", "Halyard"),
        ("Palestinian news agency Wafa said troops had left.", "Wafa"),
        ("Hamas has accepted the draft, Reuters reported.", "Reuters"),
        ("Hamas has accepted the draft, a source told the AP on Monday.", "AP"),
        ("Michael Bloomberg said nothing.", None),
        ("The MENA region hopes for quiet, and an app said so.", None),
        ("Hamas told the mediators that it accepts.", None),
    ],
)
def test_a_sentence_may_name_its_agency(sentence, agency):
    """What is taken from an agency in one sentence is the agency's there alone."""
    assert credited_in(sentence) == agency


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("the Associated Press", "ap"), ("AP", "ap"), ("Halyard Wire", "halyard"), ("Halyard", "halyard"),
        ("Halyard News Agency", "halyard"), ("AA", "anadolu"), ("Anadolu Agency", "anadolu"),
        ("Deutsche Presse-Agentur", "dpa"), ("halyard wire", "halyard"), ("The Northgate Courier", "northgate courier"),
        ("Kestrel Sport", "kestrel sport"), ("News", "news"), ("", ""),
    ],
)  # fmt: skip
def test_an_agency_has_one_name(written, name):
    """However it is written."""
    assert agency_name(written) == name


def test_a_long_line_is_read_fast():
    """A body of one line and no words but names is no trap."""
    assert credit(article("Aa Bb " * 200_000)) is None
