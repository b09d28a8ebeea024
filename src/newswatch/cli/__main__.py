"""`python -m newswatch.cli` is `newswatch`."""

from newswatch.cli import main

if __name__ == "__main__":
    main()
