import io

from PIL import Image

from smart_select_gimp.panel.png import png_of


def test_the_file_has_the_pixels_without_what_pads_the_rows() -> None:
    rows = bytes(range(18)), bytes(range(100, 118))
    padded = b"".join(row + b"\xee\xee" for row in rows)
    with Image.open(io.BytesIO(png_of(padded, (6, 2), 20))) as picture:
        assert (picture.mode, picture.size) == ("RGB", (6, 2))
        assert picture.tobytes() == b"".join(rows)
