"""A small ICC profile whose colours are known: sRGB's curve with red and green exchanged."""

import struct

_SRGB_IN_D50 = {"r": (0.4361, 0.2225, 0.0139), "g": (0.3851, 0.7169, 0.0971), "b": (0.1431, 0.0606, 0.7141)}
_D50 = (0.9642, 1.0, 0.8249)
_GAMMA = 2.2


def matrix_profile(red: str, green: str, blue: str) -> bytes:
    """Return an RGB profile whose channels shine in the named primaries ("r", "g", "b") of sRGB."""
    named = zip((b"rXYZ", b"gXYZ", b"bXYZ"), (red, green, blue), strict=True)
    tags = [(tag, _xyz(_SRGB_IN_D50[primary])) for tag, primary in named]
    tags += [(b"wtpt", _xyz(_D50)), (b"desc", _text(b"test"))]
    tags += [(tag, _curve()) for tag in (b"rTRC", b"gTRC", b"bTRC")]
    return _profile(b"RGB ", tags)


def grey_profile(gamma: float) -> bytes:
    """Return a grey profile with a pure power curve."""
    return _profile(b"GRAY", [(b"wtpt", _xyz(_D50)), (b"desc", _text(b"test")), (b"kTRC", _curve(gamma))])


def _profile(space: bytes, tags: list[tuple[bytes, bytes]]) -> bytes:
    offset = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags:
        table += name + struct.pack(">II", offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    header = struct.pack(
        ">I4sI4s4s4s12s4s4sIIII8sI12s",
        offset + len(body), b"lcms", 0x02100000, b"mntr", space, b"XYZ ", b"\0" * 12, b"acsp", b"\0" * 4,
        0, 0, 0, 0, b"\0" * 8, 0, struct.pack(">3i", *(round(value * 65536) for value in _D50)),
    )  # fmt: skip
    return header.ljust(128, b"\0") + table + body


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def _curve(gamma: float = _GAMMA) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))


def _text(text: bytes) -> bytes:
    return b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text + b"\0" * 79
