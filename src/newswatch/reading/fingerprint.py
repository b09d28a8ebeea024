"""Which bodies are one text: a compact fingerprint, from which can be told how much of one stands in another.

MinHash over the shingles of a text (A. Broder, "On the resemblance and containment of documents", 1997), one byte of
each minimum kept (P. Li and A. C. König, "b-Bit Minwise Hashing", 2010). The hash functions are fixed numbers and
wrap around at 64 bits, so that every process and every version of Python makes the same fingerprint.
"""

import base64
import hashlib
import re
import unicodedata

import numpy as np

WORDS_IN_A_SHINGLE = 4
MINIMA = 126  # so that with two bytes for the length a fingerprint is 172 characters
LENGTH_BYTES = 2
LONGEST = 0xFFFF  # shingles; beyond, the length is told no better
# A shorter text is a lead that any reporter might write, and too few shingles to tell.
SHORTEST = 40
BYTE_VALUES = 256  # two minima that differ share their last byte once in so many times
# A text so much longer than another shares too few minima with it to tell whether it holds the other.
LEAST_RESEMBLANCE = 0.1


def _multipliers() -> np.ndarray:
    """Return one odd 64-bit number for each minimum: the digests of their numbers."""
    digests = (hashlib.blake2b(str(number).encode(), digest_size=8).digest() for number in range(MINIMA))
    return np.array([int.from_bytes(digest, "big") | 1 for digest in digests], dtype=np.uint64)


MULTIPLIERS = _multipliers()
HIGH_BITS = np.uint64(32)


def fingerprint(text: str | None) -> str | None:
    """Return the fingerprint of a text, 172 ASCII characters, or None where it is too short to have one."""
    shingles = _shingles(text or "")
    if len(shingles) < SHORTEST:
        return None
    values = np.array(sorted(_hash(shingle) for shingle in shingles), dtype=np.uint64)
    minima = bytes(_smallest(values, multiplier) for multiplier in MULTIPLIERS)
    length = min(len(shingles), LONGEST).to_bytes(LENGTH_BYTES, "big")
    return base64.b64encode(length + minima).decode()


def shared(one: str | None, other: str | None) -> float:
    """Return the share of the shorter text's shingles that the longer one has too, about, from 0 to 1.

    Nothing where either has no fingerprint, or one that this version does not know, or where they have little in
    common beside their lengths.
    """
    first, second = _parts(one), _parts(other)
    if first is None or second is None:
        return 0.0
    (length, minima), (other_length, other_minima) = first, second
    agree = sum(a == b for a, b in zip(minima, other_minima, strict=True)) / MINIMA
    resemblance = max(0.0, (agree - 1 / BYTE_VALUES) / (1 - 1 / BYTE_VALUES))
    if resemblance < LEAST_RESEMBLANCE:
        return 0.0
    both = resemblance * (length + other_length) / (1 + resemblance)
    return min(1.0, both / min(length, other_length))


def _shingles(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = re.findall(r"[^\W_]+", plain)
    return {" ".join(words[at : at + WORDS_IN_A_SHINGLE]) for at in range(len(words) - WORDS_IN_A_SHINGLE + 1)}


def _hash(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest(), "big")


def _smallest(values: np.ndarray, multiplier: np.uint64) -> int:
    """Return the last byte of the smallest value of one hash function."""
    return int((values * multiplier >> HIGH_BITS).min()) % BYTE_VALUES


def _parts(fingerprint: str | None) -> tuple[int, bytes] | None:
    """Return the length and the minima of a fingerprint."""
    try:
        raw = base64.b64decode(fingerprint or "", validate=True)
    except ValueError:
        return None
    length = int.from_bytes(raw[:LENGTH_BYTES], "big")
    return (length, raw[LENGTH_BYTES:]) if len(raw) == LENGTH_BYTES + MINIMA and length else None
