"""What the operating system's error codes mean, as the second half of a sentence for a person."""

from __future__ import annotations

import errno

from smart_select_plugin.translation import _, later

_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_REASONS = {
    errno.ENOENT: later("a folder on the way there is missing"),
    errno.ENOTDIR: later("a part of its path is a file and not a folder"),
    errno.EACCES: later("you have no permission"),
    errno.EPERM: later("you have no permission"),
    errno.EROFS: later("it is read-only"),
    errno.ENAMETOOLONG: later("its path is too long"),
    errno.EEXIST: later("there is a file of that name"),
}


def is_full(error: OSError) -> bool:
    """Tell whether the disk or the user's share of it is used up."""
    return error.errno in _FULL


def system_reason(error: OSError) -> str:
    """Return why the system refused, to stand in brackets."""
    if is_full(error):
        return _("the disk is full")
    known = _REASONS.get(error.errno or 0)
    return _(known) if known else _("the system says “{words}”", words=error.strerror or error)
