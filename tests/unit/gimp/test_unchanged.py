from smart_select_gimp.unchanged import unchanged_kept


def test_a_pixel_of_which_one_channel_was_changed_is_rewritten_and_all_others_stay() -> None:
    before = bytes((1, 2, 3, 4, 5, 6, 7, 8, 9))
    changed = bytes((1, 2, 3, 4, 5, 0, 0, 8, 9))
    rewritten = bytes(range(20, 29))
    assert unchanged_kept(before, changed, rewritten) == bytes((1, 2, 3, 23, 24, 25, 26, 27, 28))
    assert unchanged_kept(b"", b"", b"") == b""


def test_pictures_of_many_parts_are_joined_where_the_parts_meet() -> None:
    before = bytes(range(250)) * 3 * 30_000
    changed, rewritten = bytearray(before), bytes(len(before))
    for at in (0, 3 << 20, (3 << 20) - 1, len(before) - 1):
        changed[at] ^= 1
    expected = bytearray(before)
    for at in (0, 3 << 20, (3 << 20) - 3, len(before) - 3):
        expected[at : at + 3] = bytes(3)
    assert unchanged_kept(before, bytes(changed), rewritten) == expected
