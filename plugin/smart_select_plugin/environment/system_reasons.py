"""What the operating system's error codes mean, as the second half of a sentence for a person."""

from __future__ import annotations

import errno

_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_REASONS = {
    errno.ENOENT: "a folder on the way there is missing",
    errno.ENOTDIR: "a part of its path is a file and not a folder",
    errno.EACCES: "you have no permission",
    errno.EPERM: "you have no permission",
    errno.EROFS: "it is read-only",
    errno.ENAMETOOLONG: "its path is too long",
    errno.EEXIST: "there is a file of that name",
}


def is_full(error: OSError) -> bool:
    """Tell whether the disk or the user's share of it is used up."""
    return error.errno in _FULL


def system_reason(error: OSError) -> str:
    """Return why the system refused, to stand in brackets."""
    if is_full(error):
        return "the disk is full"
    return _REASONS.get(error.errno or 0) or f"the system says “{error.strerror or error}”"
