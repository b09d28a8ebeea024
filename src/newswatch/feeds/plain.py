"""Markup to plain text: blocks become lines, scripts and frames go, entities are decoded.

A tokenizer of our own, because the standard library's takes seconds on a few kilobytes of hostile markup. Every
alternative of its pattern either consumes what it looked at or fails at once, so its time is linear.
"""

import html
import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""
      <!--(?:.*?-->|.*)
    | <!\[CDATA\[(?P<literal>.*?)(?:\]\]>|\Z)
    | <[!?][^>]*+>?
    | <(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<rest>(?:[^>"']++|"[^"]*+"|'[^']*+'|["'])*+)(?:>|\Z)
    | (?P<text>[^<]++|<)
    """,
    re.DOTALL | re.VERBOSE,
)
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary",
    "table", "tbody", "tfoot", "thead", "title", "tr", "ul",
))  # fmt: skip
_CELLS = frozenset(("td", "th"))
_DROPPED = {
    name: re.compile(f"</{name}\\b[^>]*>?", re.IGNORECASE)
    for name in ("script", "style", "iframe", "object", "svg", "math", "template", "noscript", "textarea")
}
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def markup_to_text(markup: str) -> str:
    """Return the text that a reader of some HTML would see, one line a block."""
    return tidy("".join(_pieces(markup)))


def tidy(text: str) -> str:
    """Return a text without blank lines, runs of spaces, and characters that nobody sees."""
    lines = (" ".join(line.split()) for line in _INVISIBLE.sub("", whole(text)).split("\n"))
    return "\n".join(line for line in lines if line)


def whole(text: str) -> str:
    """Return a text whose surrogates are joined where they pair up, and replaced where they don't."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _pieces(markup: str) -> Iterator[str]:
    position, unclosed = 0, set[str]()
    while token := _TOKEN.match(markup, position):
        position = token.end()
        name = (token["name"] or "").lower()
        if token["text"] is not None:
            yield html.unescape(token["text"]).replace("\n", " ").replace("\r", " ")
        elif name in _DROPPED and not token["end"] and not token["rest"].endswith("/"):
            position = _skip(markup, position, name, unclosed)
        else:
            yield token["literal"] or _separator(name)


def _separator(name: str) -> str:
    if name in _BLOCKS:
        return "\n"
    return " " if name in _CELLS else ""


def _skip(markup: str, position: int, name: str, unclosed: set[str]) -> int:
    """Return where a dropped element ends; one that is never closed loses its tag only, a script all the rest."""
    if name not in unclosed and (closing := _DROPPED[name].search(markup, position)):
        return closing.end()
    unclosed.add(name)
    return len(markup) if name in ("script", "style") else position
