#!/usr/bin/env bash
# Makes every picture of the README and the manual anew, in real GIMP, Krita and Chromium: `make pictures`.
#
# Takes what `make test-hosts` takes, and chromium; some minutes. Look at each one before it is committed.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=${PYTHON:-.venv/bin/python}
pictures=docs/pictures
frames=build/frames
rm -rf "$frames"

"$python" packaging/demo.py --out build/demo
"$python" - build/demo/astronaut-side-by-side.png "$pictures/first-selection.jpg" <<'END'
import sys
from PIL import Image
Image.open(sys.argv[1]).convert("RGB").save(sys.argv[2], quality=88, optimize=True)
END

SMART_SELECT_PICTURES="$pictures" "$python" -m pytest tests/service/trying -k documents

packaging/test_hosts/build_all.sh
SMART_SELECT_TEST_HOSTS=yes SMART_SELECT_FRAMES="$frames" SMART_SELECT_PICTURES="$pictures" \
    "$python" -m pytest -k "(demonstration or pictures) and trixie" tests/gimp tests/krita
"$python" packaging/manual/demonstration.py "$frames" "$pictures/demonstration.webp"
