"""Writes the documents that are made from code, or checks that they are what the code says.

python docs/generate.py --write | --check
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

from newswatch import models, settings
from newswatch.cli import app

DOCS = Path(__file__).parent
README = DOCS.parent / "README.md"
BENCHMARK = DOCS / "benchmark"
REPLAYS = "replays"  # the folder of the figures of replays, and where README has their table
QUALITY = ("<!-- quality: written by make docs from docs/benchmark -->\n", "<!-- end of quality -->")
PIPELINE = ("<!-- replays: written by make docs from docs/benchmark/replays -->\n", "<!-- end of replays -->")
COLUMNS = (
    "set", "reader: precision, recall, F1 of events", "F1 of topics", "items with a false claim",
    "keyword monitor: precision, recall, F1 of events", "F1 of topics", "items with a false claim",
    "right of what the reader found",
)  # fmt: skip
REPLAY_COLUMNS = (
    "set", "wanted alerts raised", "extra alerts", "forbidden alerts", "recall, precision",
    "keyword monitor: wanted alerts raised", "extra alerts", "forbidden alerts", "recall, precision",
)  # fmt: skip
WORDS = {"--help"}


def documents() -> Iterator[tuple[Path, str]]:
    """Yield each generated document: its path and its text."""
    yield DOCS / "configuration.md", settings.describe()
    yield DOCS / "cli.md", command_line()
    yield README, with_tables(README.read_text("utf-8"), BENCHMARK)
    for name, schema in models.json_schemas().items():
        yield DOCS / "schemas" / f"{name}.json", json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def command_line() -> str:
    """Return the reference of the command line, verb by verb."""
    group = get_command(app)
    intro = "# Command line\n\nGenerated from `newswatch --help` by `make docs`.\n\n" + (group.help or "")
    parts = [intro, "Exit codes: 0 fine; 1 the answer is no; 2 wrong usage or configuration, with one plain sentence."]
    parts += [section for name in sorted(group.commands) for section in _sections(name, group.commands[name])]
    return "\n\n".join(parts) + "\n"


def _sections(name: str, command: object) -> Iterator[str]:
    if verbs := getattr(command, "commands", None):
        for verb in sorted(verbs):
            yield from _sections(f"{name} {verb}", verbs[verb])
        return
    context = typer.Context(command, info_name=f"newswatch {name}")  # type: ignore[arg-type]
    usage = " ".join(["newswatch", name, *command.collect_usage_pieces(context)])  # type: ignore[attr-defined]
    told, _, examples = _text(command).partition("Examples:")
    parts = [f"## newswatch {name}", told.strip(), f"```\n{usage}\n```", _options(command), _examples(examples)]
    yield "\n\n".join(filter(None, parts))


def _text(command: object) -> str:
    return re.sub(r"\n {4,}", "\n", getattr(command, "help", "") or "")


def _options(command: object) -> str:
    rows = []
    for parameter in command.params:  # type: ignore[attr-defined]
        if WORDS & set(parameter.opts):
            continue
        names = ", ".join(f"`{option}`" for option in parameter.opts)
        is_argument = parameter.param_type_name == "argument"
        rows.append(f"| {names.upper() if is_argument else names} | {parameter.help or ''} |")
    return "| option | meaning |\n| --- | --- |\n" + "\n".join(rows) if rows else ""


def _examples(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "```\n" + "\n".join(lines) + "\n```" if lines else ""


def quality(folder: Path) -> str:
    """Return the table of how well the reader reads: a row for each file of figures in a folder."""
    return _table(COLUMNS, [_row(figures, told) for figures, told in _measured(folder, folder)])


def replays(folder: Path) -> str:
    """Return the table of what the whole pipeline raises: a row for each file of figures in a folder's `replays`."""
    return _table(REPLAY_COLUMNS, [_replay(figures, told) for figures, told in _measured(folder / REPLAYS, folder)])


def _measured(folder: Path, described: Path) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Yield each file of figures in a folder with what is told of its set, in the order of `sets.toml`."""
    sets = tomllib.loads((described / "sets.toml").read_text("utf-8"))
    paths = {path.stem: path for path in sorted(folder.glob("*.json"))}
    for name, path in paths.items():
        if name not in sets:
            raise SystemExit(f"docs/benchmark/sets.toml says nothing of {path.name}")
    for name in filter(paths.__contains__, sets):
        figures = json.loads(paths[name].read_text("utf-8"))
        if "misses" in figures:
            raise SystemExit(f"{name}.json holds sentences of its items; make it without --misses")
        yield figures, sets[name]


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in (columns, ["---"] * len(columns), *rows))


def _described(number: int, told: Mapping[str, Any]) -> str:
    seen = "**in-sample: it was used while tuning**" if told["in_sample"] else "never used while tuning"
    return f"{number} {told['what']}; {seen}"


def _replay(figures: Mapping[str, Any], told: Mapping[str, Any]) -> list[str]:
    monitors = [cell for scores in (figures, figures["keyword_monitor"]) for cell in _raised(scores)]
    return [_described(figures["articles"], told), *monitors]


def _raised(scores: Mapping[str, Any] | None) -> list[str]:
    if scores is None:  # the keyword monitor has no words for what is watched
        return ["–"] * 4
    ratios = ", ".join(_ratio(scores[name]) for name in ("recall", "precision"))
    return [f"{scores['hits']} of {scores['wanted']}", str(scores["extra"]), str(scores["forbidden"]), ratios]


def _row(figures: Mapping[str, Any], told: Mapping[str, Any]) -> list[str]:
    right = [
        f"{name.replace('_', ' ')} {share['right']} of {share['of']}"
        for name, share in figures["attributes"].items()
        if share["of"]
    ]
    monitors = [cell for name in ("reader", "keyword_monitor") for cell in _monitor(figures[name])]
    return [_described(figures["items"], told), *monitors, ", ".join(right)]


def _monitor(scores: Mapping[str, Any]) -> list[str]:
    events, noisy = scores["events"], scores["noisy_items"]
    ratios = ", ".join(_ratio(events[name]) for name in ("precision", "recall", "f1"))
    return [ratios, _ratio(scores["topics"]["f1"]), f"{noisy['items']} of {noisy['of']}"]


def _ratio(ratio: float | None) -> str:
    return "–" if ratio is None else f"{ratio:.2f}"


def with_tables(text: str, folder: Path) -> str:
    """Return README's text with the tables of the figures in a folder."""
    return with_table(with_table(text, QUALITY, quality(folder)), PIPELINE, replays(folder))


def with_table(text: str, markers: tuple[str, str], table: str) -> str:
    """Return a text with this table between two marker comments."""
    opening, closing = markers
    before, found, rest = text.partition(opening)
    if not found or closing not in rest:
        raise SystemExit(f"README.md has no {opening.strip()} … {closing}")
    return f"{before}{opening}\n{table}\n{closing}{rest.partition(closing)[2]}"


def main() -> int:
    """Write or check; return 1 if a document is not what the code says."""
    stale = [(path, text) for path, text in documents() if not path.exists() or path.read_text("utf-8") != text]
    if sys.argv[1:] == ["--write"]:
        for path, text in stale:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return 0
    for path, _ in stale:
        print(f"{path.relative_to(DOCS.parent)} is out of date: run make docs")  # noqa: T201
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
