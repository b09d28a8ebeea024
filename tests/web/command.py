"""The command line, run in this process as its entry point runs it."""

import pytest

from newswatch.cli import main


class Command:
    """Runs newswatch and returns its exit code, what it printed, and what it said on standard error."""

    def __init__(self, monkeypatch, capsys):
        self.monkeypatch = monkeypatch
        self.capsys = capsys

    def __call__(self, *words):
        """Run it with these words."""
        self.monkeypatch.setattr("sys.argv", ["newswatch", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = self.capsys.readouterr()
        return ended.value.code, printed.out, printed.err


@pytest.fixture
def command(monkeypatch, capsys, tmp_path):
    """Return a command in a folder and an environment of its own; its broker's file is broker.db there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSWATCH_BROKER", "sqlite:///broker.db")
    return Command(monkeypatch, capsys)
