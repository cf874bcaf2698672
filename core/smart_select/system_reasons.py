"""What the operating system's error codes mean, as the second half of a sentence for a person."""

import errno
from typing import Final

_REASONS: Final = {
    errno.ENOENT: "there is no such file or folder",
    errno.ENOTDIR: "a part of its path is a file and not a folder",
    errno.EISDIR: "it is a folder",
    errno.EACCES: "you have no permission",
    errno.EPERM: "you have no permission",
    errno.EROFS: "that folder is read-only",
    errno.ENOSPC: "the disk is full, so make room and try again",
    errno.EDQUOT: "your disk quota is used up, so make room and try again",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "its links go round in a circle",
    errno.EFBIG: "the disk can't hold a file as big as this",
}


def system_reason(error: OSError) -> str:
    """Return why the system refused, to follow "… can't be opened: " or "… can't be written: "."""
    known = _REASONS.get(error.errno or 0)
    return known or f"the system says “{error.strerror or error}”"
