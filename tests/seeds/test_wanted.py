"""The seed feeds, played through the whole pipeline, raise what an editor wants, and nothing that is forbidden."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What is missed is known and told in README; it may only become less.
RECALL = 0.80
# A processor that rounds weights of eight bits otherwise may tip a claim or two that lie at the limit.
TIPPED = 2


@pytest.mark.slow
def test_the_seed_feeds_raise_no_forbidden_alert(tmp_path):
    """Two truces, 177 articles: no alert from a reprint, a rehash, another conflict or a headline that overstates."""
    report = tmp_path / "report.json"
    expected = ROOT / "seeds/expected/gaza-talks-2025-01.jsonl"
    command = [sys.executable, "-m", "newswatch.cli", "replay", str(ROOT / "seeds/feeds"), "--expect", str(expected)]
    done = subprocess.run([*command, "--report", str(report)], capture_output=True, text=True, check=False)
    told = re.findall(r"^(?:forbidden|extra): .*", done.stderr, re.MULTILINE)
    assert len(told) <= TIPPED, told
    figures = json.loads(report.read_text("utf-8"))
    assert figures["forbidden"] + figures["extra"] == len(told)
    assert figures["recall"] >= RECALL
