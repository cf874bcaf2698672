import numpy as np
import pytest
from numpy.typing import NDArray

from smart_select_krita.alpha import cut_out

TYPES = {"U8": (np.uint8, 255), "U16": (np.uint16, 65535), "F16": (np.float16, 1), "F32": (np.float32, 1)}


def cut(pixels: NDArray[np.generic], mask: NDArray[np.uint8], depth: str) -> NDArray[np.generic]:
    data = bytearray(pixels.tobytes())
    cut_out(data, mask.tobytes(), depth)
    return np.frombuffer(bytes(data), pixels.dtype).reshape(pixels.shape)


@pytest.mark.parametrize("depth", TYPES)
@pytest.mark.parametrize("channels", [2, 4, 5])
@pytest.mark.parametrize("translucent", [False, True])
def test_opacity_is_multiplied_and_colours_stay(depth: str, channels: int, translucent: bool) -> None:
    dtype, most = TYPES[depth]
    chance = np.random.default_rng(7)
    pixels = (chance.random((300, 700, channels)) * most).astype(dtype)
    if not translucent:
        pixels[..., -1] = most
    mask = chance.integers(0, 256, (300, 700), np.uint8)
    result = cut(pixels, mask, depth)
    assert np.array_equal(result[..., :-1], pixels[..., :-1])
    expected = pixels[..., -1].astype(float) / most * mask / 255
    tolerance = 1.01 / 255 if translucent else 0.001
    assert np.abs(result[..., -1].astype(float) / most - expected).max() <= tolerance


@pytest.mark.parametrize("depth", ["F16", "F32"])
def test_opacities_beyond_all_numbers_are_full_or_none(depth: str) -> None:
    opacities = [np.inf, 2.0, 0.5, -np.inf, np.nan]
    pixels = np.array([[[0.0, opacity]] for opacity in opacities], TYPES[depth][0])
    result = cut(pixels, np.full(len(opacities), 255, np.uint8), depth)
    assert result[:, 0, 1].astype(float) == pytest.approx([1, 1, 128 / 255, 0, 0], abs=0.001)


def test_bytes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="are not"):
        cut_out(bytearray(15), b"\xff" * 4, "U8")
    with pytest.raises(ValueError, match="are not"):
        cut_out(bytearray(16), b"\xff" * 4, "F64")
