"""Lets `python -m briefs` stand for `briefs`."""

from briefs.cli import main

if __name__ == "__main__":
    main()
