"""Runs in the engine's Python: for each line of input, one decode of the photo's embedding; prints seconds.

bare_decoder.py PIXELS WIDTH HEIGHT MODEL

It leaves others the precedence that the worker leaves them: on a busy machine both are slowed alike.
"""

import sys
import time
from pathlib import Path

import numpy as np

import smart_select as ss
from smart_select.worker.politeness import be_polite

be_polite()
pixels, width, height, model = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
photo = np.frombuffer(pixels.read_bytes(), np.uint8).reshape(height, width, 3)
engine = ss.load(model, frugal=True)
embedding = engine.encode(photo)
box = (0.117 * width, 0.02 * height, 0.762 * width, 0.996 * height)
print("ready", flush=True)
for _line in sys.stdin:
    begun = time.perf_counter()
    mask = engine.predict(embedding, ss.Prompt(box=box)).best.mask
    assert mask.shape == (height, width)
    print(time.perf_counter() - begun, flush=True)
