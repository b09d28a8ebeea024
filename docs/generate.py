"""Writes the documents that are made from code, or checks that they are what the code says.

python docs/generate.py --write | --check
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import typer
from typer.main import get_command

from newswatch import models, settings
from newswatch.cli import app

DOCS = Path(__file__).parent
WORDS = {"--help"}


def documents() -> Iterator[tuple[Path, str]]:
    """Yield each generated document: its path and its text."""
    yield DOCS / "configuration.md", settings.describe()
    yield DOCS / "cli.md", command_line()
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
