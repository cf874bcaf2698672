"""How far two colours stand apart, as the Web Content Accessibility Guidelines 2 measure it."""

Rgb = tuple[int, int, int]


def ratio(one: Rgb, other: Rgb) -> float:
    """Return the contrast ratio, 1 … 21 (WCAG 2.2, “contrast ratio”)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def of_hex(text: str) -> Rgb:
    """Return the colour that #rrggbb means."""
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return red, green, blue


def _luminance(colour: Rgb) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (value / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
