"""How word lists are written in code."""


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set: lists of words read better as text than as a hundred quoted strings."""
    return frozenset(text.split())
