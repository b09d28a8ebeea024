"""`python -m newswatch.cli` is `newswatch`."""

from newswatch.cli import main

main()
