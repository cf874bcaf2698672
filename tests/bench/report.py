"""The table as Markdown, with what a reader needs to judge and repeat it."""

import platform
import re
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from bench.rows import Row
from smart_select.runtime.machine import thread_count

_HEAD = ("ours", "÷", "ratio (median)", "min – max", "limit", "ours, median", "other, median")

_TEXT = """# Speed and memory

Written by `make bench`. Times on one machine say little about another, so each line is a **ratio**: both
sides are measured in turn, in alternating order, within one run, and the ratio is taken round by round.
Medians in seconds or milliseconds are given for scale only.

{table}

{context}

How it is measured:

- Networks: SAM 2.1 tiny with fixed random weights (speed does not depend on what the weights are), exported
  in the samexporter layout, and the same weights in PyTorch's `transformers` (see `tests/reference_models`).
- Photos: one of scikit-image's, enlarged to 1 and to 24 megapixels, with grain. Embeddings are not cached.
- *Bare* `session.run`: ONNX Runtime on a ready-made input, with our number of threads and without spinning
  (else one side's idle threads would slow the other). `encode` adds resizing and normalising;
  `predict(…).best.mask` adds prompt checks, choice of candidate, hole filling and the photo-guided
  enlargement to the photo's own pixels.
- `frugal` gives the encoder's working memory back after every run, half a gigabyte that must be fetched again
  for the next one.
- What random weights draw is noise, unsure everywhere, so that the whole photo has to be computed: the worst
  case, in lines of its own. For the others the decoder's masks are one object, sure inside and outside, as
  trained weights draw them.
- Beside PyTorch each side runs in a process of its own with the same number of threads. PyTorch's side
  includes the resize and the plain bilinear enlargement that its processor does. *Plain attention* is the
  arithmetic that the exported graphs hold, and what the limits were set by; without that remark it is
  PyTorch's fused attention, which `transformers` chooses by itself and which takes less time and memory.
- *Click → logits* is the network's answer alone, on both sides; *click → mask* goes on to the photo's own
  pixels, with the photo-guided edge on our side.
- *Processors half busy*: other programs keep half of the processors busy, as an image editor does that is at
  work. PyTorch's threads wait for each other by spinning and lose most of their time then. The limit for a
  click comes from a trial in that state; on an idle machine the two decoders are closer.
- Where this falls short: beside fused attention an encode takes nearly as long here as there (both run the
  same products at the processor's speed), so the limit of 0.65 holds beside plain attention only.
- Start → first mask counts from the start of the process to one click's mask, with files in the system's
  cache and Smart Select's optimised graph kept from an earlier start; peak memory is the largest resident
  size after one more photo. The first start of all, which makes that graph, needs up to 0.4 GB more.
- *Through the worker*: a client in the bench's process and a worker of its own, at its usual low priority.
  The encode request sends 72 MB of pixels; both sides keep embeddings in a cache that never has the photo. A
  new process is compared with the click of a client that is connected already, and the time a start may add.
- *One key in GIMP*: a rectangle in a 24-MP picture becomes the object, by the procedure that a keyboard
  shortcut calls, in real GIMP (the roots of `make test-hosts`; without them these lines are missing). The
  worker runs and knows the picture. An empty call is a plug-in whose procedure does nothing: GIMP starts a
  Python process for each call. The bare decode has the worker's low priority: others slow both alike.
- *Matte*: six drawn objects (hair, fur, leaves, a net, motion blur, glass; how good each way's mattes are is
  measured by `make accuracy-edges`), as the processor's seconds for a megapixel of what the trimap leaves
  undecided. The limit is for the ways whose mattes come near; a guided filter's don't. GIMP's is measured in
  a host, in the same round.
- *Blur*: of an ellipse's background, by a Gaussian of 60 pixels or a lens's disc of 100. Pillow's three box
  blurs have the object's colours glow around it, which ours takes out before.

Repeat it with `make bench`; it takes some minutes and is best done on an idle machine.
"""

_LIBRARIES = ("onnxruntime", "torch", "transformers", "numpy", "pillow")


def write_report(rows: Sequence[Row], path: Path) -> str:
    """Write the table and its explanation to `path`; return the table alone."""
    table = _table([_HEAD, *(row.cells() for row in rows)])
    path.write_text(_TEXT.format(table=table, context=_context()), encoding="utf-8")
    return table


def _table(lines: Sequence[Sequence[str]]) -> str:
    rows = [f"| {' | '.join(cells)} |" for cells in lines]
    rule = "|" + "---|" * len(lines[0])
    return "\n".join([rows[0], rule, *rows[1:]])


def _context() -> str:
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in _LIBRARIES)
    python = platform.python_version()
    return f"Measured on {_processor()}, {thread_count()} threads; {versions}, Python {python}."


def _processor() -> str:
    """Name the kind of processor; no more of the machine belongs into a document."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.processor() or platform.machine()
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1].strip() if found else platform.machine()
