import os
import random
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from hypothesis import given, settings
from hypothesis import strategies as st

from newswatch.errors import BrokerBusyError, BrokerError
from newswatch.transport import Holder, Log, Message, Position, Record, Topic, holder
from newswatch.transport.records import pack, unpack

CHILD = Path(__file__).parent / "append.py"


def test_appended_records_are_read_back(log):
    """A record comes back as it was appended, at the offset that was told."""
    log.create_topic("a", 2)
    sent = Message("a", b"value", b"key", [("name", b"\x00"), ("none", None)], timestamp=7, partition=1)
    (appended,) = log.append([sent])
    assert tuple(appended) == ("a", 1, 0, 7)
    assert log.read("a", 1, 0) == [Record("a", 1, 0, b"key", b"value", [("name", b"\x00"), ("none", None)], 7)]


def test_time_is_the_clocks(log, clock):
    """A message without a time has that of its being appended."""
    log.create_topic("a")
    (appended,) = log.append([Message("a", b"1")])
    assert appended.timestamp == clock.seconds * 1000


def test_reading_from_an_offset(log):
    """A read begins at its offset and ends at its limit or at the end of the partition."""
    log.create_topic("a", 2)
    log.append([Message("a", b"%d" % i, partition=i % 2) for i in range(20)])
    assert [record.offset for record in log.read("a", 0, 3, 4)] == [3, 4, 5, 6]
    assert [record.offset for record in log.read("a", 1, 8)] == [8, 9]
    assert log.read("a", 0, 10) == []
    assert len(list(log.records("a"))) == 20


def test_many_records_are_iterated_in_order(log):
    """All records of a topic come in the order of their offsets, however many there are."""
    log.create_topic("a")
    log.append([Message("a", b"x") for _ in range(1201)])
    assert [record.offset for record in log.records("a")] == list(range(1201))


def test_what_there_is_survives_a_restart(path):
    """Topics, records, the ends of partitions and committed offsets are there after closing and opening."""
    with Log.open(path) as log:
        log.create_topic("a", 2, retention_ms=5, compacting=True)
        log.append([Message("a", b"1", partition=1)])
        log.commit("group", {Position("a", 1): 1})
    with Log.open(path) as log:
        assert log.topics() == {"a": Topic(name="a", partitions=2, retention_ms=5, compacting=True)}
        assert (log.highwater("a", 0), log.highwater("a", 1)) == (0, 1)
        assert log.committed("group") == {Position("a", 1): 1}
        assert log.append([Message("a", b"2", partition=1)])[0].offset == 1


def test_a_topic_declared_again_keeps_its_partitions(log):
    """A second declaration changes a topic's settings, never its partitions."""
    log.create_topic("a", 3)
    assert log.create_topic("a", 5, retention_ms=10) == Topic(name="a", partitions=3, retention_ms=10)
    assert log.topic("a").partitions == 3


def test_lag(log):
    """A group's lag is what it has not committed, of what is still there."""
    log.create_topic("a", 2)
    log.append([Message("a", b"1", partition=0) for _ in range(5)])
    log.register("group", [Position("a", 0), Position("a", 1)])
    assert log.lag("group") == {Position("a", 0): 5, Position("a", 1): 0}
    log.commit("group", {Position("a", 0): 3})
    log.register("group", [Position("a", 0)])
    assert log.lag("group")[Position("a", 0)] == 2
    assert log.groups() == ["group"]
    log.forget("group")
    assert log.lag("group") == {}


def test_unknown_topics_and_partitions(log):
    """What is not there is refused by name, and nothing of the batch is written."""
    log.create_topic("a")
    for wrong in (Message("b", b"1"), Message("a", b"1", partition=1)):
        with pytest.raises(BrokerError, match=r"no topic b|no partition 1"):
            log.append([Message("a", b"0"), wrong])
    with pytest.raises(BrokerError, match="no partition 7"):
        log.read("a", 7, 0)
    assert log.highwater("a", 0) == 0
    assert log.append([Message("a", b"0")])[0].offset == 0


def test_oversized_messages(path):
    """A message above the limit is refused with its size and the limit; one of just that size is not."""
    with Log.open(path, max_record_bytes=1000) as log:
        log.create_topic("a")
        with pytest.raises(
            BrokerError, match="the message is 1001 bytes when serialized, larger than the 1000 allowed"
        ):
            log.append([Message("a", b"x" * (1001 - Message("a", b"").size))])
        log.append([Message("a", b"x" * (1000 - Message("a", b"").size))])


@settings(max_examples=50, deadline=None)
@given(
    st.none() | st.binary(max_size=300),
    st.none() | st.binary(max_size=300),
    st.lists(st.tuples(st.text(max_size=20), st.binary(max_size=20)), max_size=5),
)
def test_size_is_as_kafkas_client_counts_it(key, value, headers):
    """What is too large here is too large on Kafka, give or take the bytes of a few lengths."""
    estimate = DefaultRecordBatchBuilder.estimate_size_in_bytes(key, value, headers)
    assert abs(Message("a", value, key, headers).size - estimate) <= 10 * (len(headers) + 1)


@given(st.lists(st.tuples(st.text(), st.none() | st.binary())))
def test_headers_round_trip(headers):
    """Headers come back as they were packed."""
    assert unpack(pack(headers)) == headers


def test_readers_beside_a_writer(log, path):
    """Another opening of the file, for reading only, sees what is committed, also topics that are new."""
    with Log.open(path, read_only=True) as reader:
        assert dict(reader.topics()) == {}
        log.create_topic("a")
        log.append([Message("a", b"1")])
        assert reader.highwater("a", 0) == 1
        assert [record.value for record in reader.records("a")] == [b"1"]
        with pytest.raises(BrokerError, match="reading only"):
            reader.append([Message("a", b"1")])


@pytest.mark.usefixtures("log")
def test_one_process_at_a_time(path):
    """A second opening for writing is refused with the number of the process that has the file."""
    with pytest.raises(BrokerBusyError, match=rf"process {os.getpid()}\) is running on {path}"):
        Log.open(path)


def test_the_holder_tells_where_its_api_is(log, path):
    """Others can read who runs on a file and where its API is, until it is closed."""
    assert holder(path) == Holder(os.getpid())
    log.announce(api="http://127.0.0.1:8080")
    assert holder(path) == Holder(os.getpid(), "http://127.0.0.1:8080")
    log.close()
    assert holder(path) is None
    assert holder(path.with_name("other.db")) is None


def test_watchers_hear_of_commits(log):
    """A watcher hears which partitions each commit added to, until it ends."""
    log.create_topic("a", 2)
    heard = []
    end = log.watch(heard.append)
    log.append([Message("a", b"1", partition=1)])
    end()
    log.append([Message("a", b"1", partition=0)])
    assert heard == [{Position("a", 1)}]


def test_many_threads_append(log):
    """Appends from many threads share commits, and each record has an offset of its own."""
    log.create_topic("a")
    with ThreadPoolExecutor(8) as pool:
        appended = list(pool.map(lambda i: log.append([Message("a", b"%d" % i)])[0].offset, range(200)))
    assert sorted(appended) == list(range(200))


def test_what_waits_shares_a_commit(log):
    """All that is handed over while a commit is under way shares the next one."""
    log.create_topic("a")
    commits = []
    log.watch(lambda _: commits.append(log.highwater("a", 0)))
    entered, free, done = threading.Event(), threading.Event(), threading.Event()

    def wait(_):
        entered.set()
        free.wait()

    blocker = threading.Thread(target=log.submit, args=[wait])
    blocker.start()
    entered.wait()
    for number in range(10):
        log.append_soon([Message("a", b"1")], lambda *_, number=number: number == 9 and done.set())
    free.set()
    assert done.wait(10)
    blocker.join()
    assert commits == [10]


def limit_size(log, pages):
    """Let SQLite believe that the disk has so much room and no more."""
    log.submit(lambda connection: connection.execute(f"PRAGMA max_page_count={pages}"))


def test_a_full_disk_ends_the_log(log):
    """A commit that fails is told to everyone who waits, and nothing is written after it."""
    log.create_topic("a")
    log.append([Message("a", b"first")])
    limit_size(log, 20)
    with pytest.raises(BrokerError, match=r"the disk that holds .* is full"):
        log.append([Message("a", b"x" * 500_000)])
    with pytest.raises(BrokerError, match="is full"):
        log.append([Message("a", b"small")])
    assert [record.value for record in log.records("a")] == [b"first"]


def test_files_that_are_not_ours(path):
    """What is not a broker file is refused in a sentence that names it: rubbish, and a stranger's database."""
    path.write_bytes(b"no database at all, but long enough to be looked at" * 20)
    with pytest.raises(BrokerError, match="is not a broker file of newswatch"):
        Log.open(path)
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE theirs (a)")
    connection.close()
    with pytest.raises(BrokerError, match="but not a broker file"):
        Log.open(path)
    assert holder(path) is None


def test_a_newer_format_is_refused(path):
    """A file that a newer newswatch wrote is refused, and says so, for reading too."""
    Log.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=2")
    connection.close()
    for read_only in (True, False):
        with pytest.raises(BrokerError, match="newer newswatch"):
            Log.open(path, read_only=read_only)


def test_a_closed_file_is_one_file(path):
    """After closing, everything is in the one file and beside it there is only the lock."""
    with Log.open(path) as log:
        log.create_topic("a")
        log.append([Message("a", b"1")])
    assert sorted(file.name for file in path.parent.iterdir()) == ["broker.db", "broker.db-lock"]


def test_damage_is_named(path):
    """A damaged file is refused in a sentence, when it is opened or when it is read."""
    with Log.open(path) as log:
        log.create_topic("a")
        log.append([Message("a", b"x" * 1000) for _ in range(100)])
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(BrokerError, match="is damaged"), Log.open(path, read_only=True) as log:
        list(log.records("a"))


def test_places_that_cannot_be(tmp_path):
    """A folder that is missing, or cannot be written, is named; so is a path that lacks its fourth slash."""
    with pytest.raises(BrokerError, match=r"cannot write .*No such file"):
        Log.open(tmp_path / "missing" / "x.db")
    with pytest.raises(BrokerError, match="four slashes"):
        Log.open(Path("missing/x.db"))
    with pytest.raises(BrokerError, match="there is no broker file"):
        Log.open(tmp_path / "x.db", read_only=True)
    with pytest.raises(BrokerError, match="cannot write /proc"):
        Log.open(Path("/proc/x.db"))


def test_power_durability_syncs_each_commit(path):
    """With durability "power" SQLite waits for the disk at each commit, else only at checkpoints."""
    for durability, synchronous in (("process", 1), ("power", 2)):
        with Log.open(path, durability=durability) as log:
            found = []
            log.submit(
                lambda connection, found=found: found.extend(connection.execute("PRAGMA synchronous").fetchone())
            )
            assert found == [synchronous]


def test_kill_loses_nothing_acknowledged(path):
    """Killed in the middle of appending, again and again, the file has every record that was acknowledged."""
    acknowledged = []
    for _ in range(5):
        with subprocess.Popen([sys.executable, CHILD, path], stdout=subprocess.PIPE) as child:
            lines = [child.stdout.readline() for _ in range(random.randint(1, 300))]
            child.kill()
            lines += child.stdout.readlines()
        acknowledged += [line.strip() for line in lines if line.endswith(b"\n")]
    with Log.open(path) as log:
        values = [record.value for record in log.records("a")]
    assert set(acknowledged) <= set(values)
    assert len(set(values)) == len(values)
