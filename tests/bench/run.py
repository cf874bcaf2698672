"""The bench as a script: `make bench`."""

import sys
from pathlib import Path

# The bench borrows the tests' reference networks.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.main import main

if __name__ == "__main__":
    main()
