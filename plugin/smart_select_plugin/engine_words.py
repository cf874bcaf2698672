"""The engine's sentences in the user's language: its worker and its command line speak English alone.

A sentence is known by its English, with gaps for what is different each time; tests hold these texts to the
engine's errors. What is not known stays as it came.
"""

from __future__ import annotations

import re
from typing import Final, List, Optional, Tuple

from smart_select_plugin.translation import _, later

_SENTENCES: Final = (
    later("No subject stands out in this picture; click on what you want instead."),
    later("Nothing was found there; click in the middle of the object, or draw a box around it."),
    later("Nothing is left of the selection; shrink or smooth it less, or leave the inverting out."),
    later(
        "The selection covers the whole picture and leaves no background; "
        "click on a smaller part, or draw a box around the object."
    ),
    later("There is not enough memory for this; close other pictures, or choose a smaller model."),
    later("The picture has {count} megapixels and the limit is {limit}; scale it down or crop it first."),
    later("Something unexpected went wrong ({kind}); the log in {folder} says more, please report it."),
    later("The plug-in asked for something that does not fit together ({what}); please report it."),
    later("Nothing says what to select; give a point, a box or a rough mask."),
    later("All points are marked as not wanted; add one on what you want."),
    later("{count} points are more than the {limit} that one prompt can have."),
    later("The wanted point {point} lies outside the box; move one or leave one out."),
    later("The point {point} lies outside the picture, which is {size} pixels."),
    later("The box {box} lies outside the picture, which is {size} pixels."),
    later("The box {box} is empty; give left, top, right, bottom."),
    later("The stroke lies outside the picture, which is {size} pixels; paint on it."),
    later("The rough mask is empty; paint over what you want first, with values from {least} to 255."),
    later("There is no candidate {name} for this prompt; choose a number from 1 to {count}, or best."),
    later(
        'There is no model "{name}"; choose one of {known}, '
        "or name a folder that holds an encoder and a decoder in ONNX."
    ),
    later('The model "{model}" is not on this machine yet; fetch it with "{command}".'),
    later("The model in {folder} can't be used: {reason}."),
    later("{folder} can't be used for storage: {reason}."),
    later("{path} can't be opened: {reason}."),
    later("{path} can't be written: {reason}."),
    later("{name} could not be fetched ({reasons}); {advice}."),
    later(
        "{path} is not the file that was expected (sha256 {found} instead of {expected}), "
        "so it was not used; {advice}."
    ),
)

_PARTS: Final = (
    later("there is no such file or folder"),
    later("a part of its path is a file and not a folder"),
    later("it is a folder"),
    later("you have no permission"),
    later("that folder is read-only"),
    later("the disk is full, so make room and try again"),
    later("your disk quota is used up, so make room and try again"),
    later("the name is too long"),
    later("ONNX Runtime can open it but not run it"),
    later("ONNX Runtime can't load it, so it is damaged or not an ONNX model"),
    later("its files are missing, so install Smart Select again"),
    later('check the network and try again, or fetch the file elsewhere and use "{command}"'),
    later("check the proxy (HTTPS_PROXY, NO_PROXY)"),
    later(
        "if your company or virus scanner inspects https, set REQUESTS_CA_BUNDLE to its certificate file, "
        "and check the computer's clock"
    ),
    later("fetch it again"),
    later("{reason} ({count} times)"),
    later("{host} can't be reached through the proxy"),
    later("{host} can't be reached"),
    later("{host} broke off"),
    later("{host} was silent for {seconds} s"),
    later("{host} shows a certificate that is not trusted"),
    later("{host} answers {status}"),
    later("{reason}; trying again in {seconds} s"),
    later("{reason}; trying {host}"),
    later("Waiting for {file}"),
    later("Fetching {file}"),
    later("Checking {file}"),
    later("Unpacking {file}"),
    later("Built-in (small, ships with Smart Select)"),
    later("MobileSAM (small and quick)"),
    later("{model}, 8-bit encoder"),
)
"""Halves of sentences, what is said of progress, and models' names."""

_GAP: Final = re.compile(r"\\\{(\w+)\\\}")


def in_words(english: str) -> str:
    """Return a sentence, a part of one, or a model's name in the user's language."""
    for text in (*_SENTENCES, *_PARTS):
        gaps = _gaps_of(text, english)
        if gaps is not None:
            said = {name: in_words(value) for name, value in gaps}
            return _(text, **said)
    return english


def _gaps_of(text: str, english: str) -> Optional[List[Tuple[str, str]]]:
    """Return what stands in the text's gaps in this sentence; None where it is another sentence."""
    shape = _GAP.sub(r"(?P<\1>.+)", re.escape(text))
    found = re.fullmatch(shape, english, re.DOTALL)
    return None if found is None else list(found.groupdict().items())
