import json

from newswatch.judging.board import POSITIONS_KEPT, AlertRecord
from newswatch.judging.relation import Position
from tests.judging.conftest import claim, moment


def test_a_board_never_changes_its_state(desk):
    """Writes are gathered beside the table that is read."""
    board = desk.board("truce")
    board.put(board.fact("truce.phase").model_copy(update={"value": "agreed", "event": "agreed"}))
    assert desk.state == {}
    assert board.fact("truce.phase").value == "agreed"


def test_versions_count_up_from_the_baseline_s(desk):
    """The seed's fact is version 0; a slot that the seed left empty starts at 1."""
    board = desk.board("truce")
    phase = board.fact("truce.phase")
    assert [board.put(phase).version, board.put(phase).version] == [1, 2]
    assert board.put(phase.model_copy(update={"slot": "truce.start_date"})).version == 1


def test_what_a_slot_held_is_remembered_within_bounds(desk):
    """The newest positions are kept, oldest first."""
    board = desk.board("truce")
    phase = board.fact("truce.phase")
    for number in range(POSITIONS_KEPT + 5):
        board.put(phase.model_copy(update={"count": number}))
    past = board.past("truce.phase")
    assert (len(past), past[-1].count) == (POSITIONS_KEPT, POSITIONS_KEPT + 3)


def test_a_slot_that_is_put_back_forgets_what_was_withdrawn(desk):
    """The withdrawn value is not one that the slot once had."""
    board = desk.board("truce")
    phase = board.fact("truce.phase")
    agreed = board.put(phase.model_copy(update={"value": "agreed"}))
    assert board.put_back("truce.phase", phase, agreed).version == 2
    assert (board.fact("truce.phase").value, board.past("truce.phase")) == ("talks", [])


def test_a_record_survives_json(desk):
    """An alert's revisions, origins and what it replaced come back as they were."""
    [alert] = desk.tell(claim("truce", "agreed", duration_days=42, persons=("A",)), at="15")
    record = desk.record(alert)
    assert AlertRecord.from_state(json.loads(json.dumps(record.to_state()))) == record
    assert record.latest.to_json() == alert.to_json()
    assert {slot: fact and fact.value for slot, fact in record.replaced.items()} == {
        "truce.phase": "talks",
        "truce.duration_days": 60,
    }


def test_event_time_never_goes_back(desk):
    """The clock starts at the baseline's day and follows the latest article."""
    board = desk.board("truce")
    assert board.clock == desk.baseline.published
    board.advance(moment("15"))
    board.advance(moment("14"))
    assert board.clock == moment("15")


def test_names_that_are_taken_are_numbered(desk):
    """The second of two that nothing tells apart is 2."""
    [first] = desk.tell(claim("truce", "stalled"), at="15T08")
    desk.tell(claim("truce", "talks", words=1), at="15T09")
    [second] = desk.tell(claim("truce", "stalled", words=2), at="15T10")
    assert first.id == "truce.phase/stalled/2025-01-15@gaza-talks-2025-01"
    assert second.id == "truce.phase/stalled/2025-01-15/2@gaza-talks-2025-01"


def test_a_position_is_what_a_later_report_would_repeat(desk):
    """Event, value, how real, day, number and place, and who told it."""
    fact = desk.fact("hostage.held")
    assert Position.of(fact).model_dump(exclude_defaults=True, mode="json") == {
        "event": "held", "value": 100, "modality": "happened", "count": 100, "document": "seed",
        "since": "2025-01-01T12:00:00Z",
    }  # fmt: skip
