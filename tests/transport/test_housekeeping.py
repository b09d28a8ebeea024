import threading

import pytest

from newswatch.transport import Log, Message, Position
from newswatch.transport.records import DAY_MS


def offsets(log, topic="a", partition=0):
    return [record.offset for record in log.records(topic) if record.partition == partition]


def test_retention_by_time(log, clock):
    """Records older than the retention go; the last one stays, and so does the end of the partition."""
    log.create_topic("a", retention_ms=1000)
    for _ in range(5):
        log.append([Message("a", b"1")])
        clock.seconds += 1
    log.tidy()
    assert offsets(log) == [4]
    clock.seconds += 100
    log.tidy()
    assert offsets(log) == [4]
    assert (log.earliest("a", 0), log.highwater("a", 0)) == (4, 5)


def test_retention_by_size(log):
    """A partition above its size loses its oldest records until it fits."""
    log.create_topic("a", retention_bytes=1000)
    log.append([Message("a", b"x" * 100) for _ in range(1300)])
    log.tidy()
    assert offsets(log) == list(range(1290, 1300))


def test_retention_waits_for_every_group(log, clock):
    """What one of the groups that consume a topic has not committed stays, however old; a forgotten one is gone."""
    log.create_topic("a", retention_ms=1000)
    log.append([Message("a", b"1") for _ in range(10)])
    log.register("slow", [Position("a", 0)])
    log.commit("fast", {Position("a", 0): 8})
    clock.seconds += 100
    log.tidy()
    assert offsets(log) == list(range(10))
    log.commit("slow", {Position("a", 0): 4})
    log.tidy()
    assert offsets(log) == list(range(4, 10))
    log.forget("slow")
    log.tidy()
    assert offsets(log) == [8, 9]


def test_no_retention_keeps_everything(log, clock):
    """A topic without retention keeps its records for ever."""
    log.create_topic("a")
    log.append([Message("a", b"1") for _ in range(5)])
    clock.seconds += 10**9
    log.tidy()
    assert offsets(log) == list(range(5))


def test_compaction(log):
    """The last record of each key stays where it was, in every partition; records without a key stay too."""
    log.create_topic("a", 2, compacting=True)
    log.append([Message("a", b"%d" % i, b"%d" % (i % 3), partition=i % 2) for i in range(1200)])
    log.append([Message("a", b"keyless", partition=0)])
    log.tidy(dirty_records=1)
    assert [record.value for record in log.records("a")] == [b"%d" % i for i in (1194, 1196, 1198)] + [b"keyless"] + [
        b"%d" % i for i in (1195, 1197, 1199)
    ]


def test_tombstones_stay_for_a_while(log, clock):
    """A record that deletes its key stays for a day, so that others learn of it, then goes; the last record stays."""
    log.create_topic("a", compacting=True)
    log.append([Message("a", b"1", b"x"), Message("a", None, b"x"), Message("a", b"1", b"y"), Message("a", None, b"y")])
    log.tidy(dirty_records=1)
    assert offsets(log) == [1, 3]
    clock.seconds += DAY_MS / 1000 + 1
    log.append([Message("a", b"1", b"z")])
    log.tidy(dirty_records=1)
    assert offsets(log) == [4]


def test_compaction_waits_until_it_pays(log):
    """A few new records among many old ones are left for later."""
    log.create_topic("a", compacting=True)
    log.append([Message("a", b"1", b"%d" % i) for i in range(100)])
    log.tidy(dirty_records=10)
    log.append([Message("a", b"2", b"%d" % i) for i in range(40)])
    log.tidy(dirty_records=10)
    assert len(offsets(log)) == 140
    log.append([Message("a", b"2", b"%d" % i) for i in range(10)])
    log.tidy(dirty_records=10)
    assert len(offsets(log)) == 100


def test_offsets_go_on_after_a_restart(path, clock):
    """After everything was tidied away and the file opened again, offsets go on where they were."""
    with Log.open(path, clock=clock) as log:
        log.create_topic("a", retention_ms=1000)
        log.append([Message("a", b"1") for _ in range(10)])
        clock.seconds += 100
        log.tidy()
    with Log.open(path, clock=clock) as log:
        assert log.append([Message("a", b"1")])[0].offset == 10


def test_the_background_tidies(path, clock):
    """In a worker, tidying happens by itself, while others append."""
    tidied = threading.Event()
    with Log.open(path, clock=clock, tidy_every=0.001) as log:
        log.create_topic("a", retention_ms=1000)
        log.append([Message("a", b"1") for _ in range(2000)])
        clock.seconds += 100
        for number in range(2000):
            log.append([Message("a", b"%d" % number)])
            if log.earliest("a", 0) >= 2000:
                tidied.set()
                break
        assert tidied.is_set()


@pytest.mark.parametrize("setting", ["retention_ms", "retention_bytes"])
def test_a_topic_that_is_empty(log, setting):
    """Tidying an empty topic does nothing."""
    log.create_topic("a", compacting=True, **{setting: 1})
    log.tidy(dirty_records=0)
    assert log.highwater("a", 0) == 0
