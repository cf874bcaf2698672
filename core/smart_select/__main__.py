"""`python -m smart_select` is the command line too."""

import sys

from smart_select.cli.main import run

if __name__ == "__main__":
    sys.exit(run())
