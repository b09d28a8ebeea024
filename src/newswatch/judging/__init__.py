"""Claims × board → alerts. Pure: no input or output, no clock, no environment; time comes in as an argument."""

from newswatch.judging.baseline import Baseline, Seed, build
from newswatch.judging.judge import judge
from newswatch.judging.outcome import Judgement

__all__ = ["Baseline", "Judgement", "Seed", "build", "judge"]
