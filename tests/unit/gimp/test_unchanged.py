from smart_select_gimp.unchanged import unchanged_kept


def test_a_pixel_of_which_one_channel_was_changed_is_rewritten_and_all_others_stay() -> None:
    before = bytes((1, 2, 3, 4, 5, 6, 7, 8, 9))
    changed = bytes((1, 2, 3, 4, 5, 0, 0, 8, 9))
    rewritten = bytes(range(20, 29))
    assert unchanged_kept(before, changed, rewritten) == bytes((1, 2, 3, 23, 24, 25, 26, 27, 28))
    assert unchanged_kept(b"", b"", b"") == b""
