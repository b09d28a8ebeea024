import pytest
from aiokafka.partitioner import murmur2 as reference
from hypothesis import given
from hypothesis import strategies as st

from newswatch.transport.partitioner import murmur2, partition_of

# org.apache.kafka.common.utils.UtilsTest.testMurmur2, as unsigned numbers
VECTORS = {
    b"21": -973932308,
    b"foobar": -790332482,
    b"a-little-bit-long-string": -985981536,
    b"a-little-bit-longer-string": -1486304829,
    b"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8": -58897971,
    b"abc": 479470107,
}


@pytest.mark.parametrize(("key", "hashed"), VECTORS.items())
def test_kafkas_test_vectors(key, hashed):
    """The hash is the one that Kafka's own tests expect."""
    assert murmur2(key) == hashed & 0xFFFFFFFF


@given(st.binary(max_size=100))
def test_same_as_aiokafka(key):
    """The hash is that of the Kafka client which the same agents use."""
    assert murmur2(key) == reference(key) & 0xFFFFFFFF


@given(st.binary(), st.integers(1, 50))
def test_a_partition_that_there_is(key, partitions):
    """Every key has a partition among those there are."""
    assert 0 <= partition_of(key, partitions) < partitions
