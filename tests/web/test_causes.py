"""What led to each revision of an alert, as the log tells it."""

from newswatch.models import Before
from tests.web.samples import alert, decision, moment

ONE = alert(1)
FIRST = {"article": "a1", "relation": "advances", "reason": "agreed is a higher rung than talks", "detected": moment(0)}
HIGHER = "truce.phase/signed/2025-01-17@gaza-talks-2025-01"


def causes(archive, broker, *revisions, decisions=()):
    """Return the causes of an alert's revisions beside what was decided on it."""
    broker.raise_(*revisions)
    for one in (decision(ONE.id, **FIRST), *decisions):
        broker.put("newswatch.decisions", one.to_json(), one.article)
    return archive.story(ONE.id).causes


def test_claims_lead_to_revisions(archive, broker):
    """The first revision is raised by a development, another origin corroborates; each once, though told twice."""
    later = [decision(ONE.id), decision(ONE.id)]
    assert causes(archive, broker, ONE, alert(1, 5, revision=2, status="corroborated"), decisions=later) == (
        "advances, agreed is a higher rung than talks (a1)",
        "confirms, the value that is already known (a2)",
    )


def test_claims_of_the_same_millisecond(archive, broker):
    """Where two articles came in at once, what raised an alert did not corroborate it too."""
    later = [decision(ONE.id, detected=moment(0))]
    found = causes(archive, broker, ONE, alert(1, revision=2, status="corroborated"), decisions=later)
    assert [cause.partition(",")[0] for cause in found] == ["advances", "confirms"]


def test_an_edit_retracts(archive, broker):
    """A retraction has no claim; its article is named."""
    found = causes(archive, broker, ONE, alert(1, 5, revision=2, status="retracted"))
    assert found[1] == "an edit of its article no longer says it (a1)"


def test_another_alert_leads_to_a_revision(archive, broker):
    """What overtakes or denies an alert is the alert of the same slot that came with it."""
    others = [alert(2, 5, id=HIGHER), alert(3, 5, id="hostage.released/released/2025-01-17@x"), alert(4, 4)]
    found = causes(archive, broker, ONE, *others, alert(1, 5, revision=2, status="superseded"))
    assert found[1] == f"superseded by {HIGHER}"


def test_a_day_that_has_passed(archive, broker):
    """An overdue alert is raised by no claim."""
    overdue = alert(5, relation="overdue", evidence=(), before=Before(**ONE.before.model_dump()))
    broker.raise_(overdue)
    assert archive.story(overdue.id).causes == ("its day has passed",)


def test_decisions_that_are_gone(archive, broker):
    """After the decisions' retention that is said."""
    broker.raise_(alert(6))
    assert archive.story(alert(6).id).causes == ("what led to it is no longer kept",)
