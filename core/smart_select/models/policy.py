"""How patient a download is: every time-out, retry and limit in one value."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DownloadPolicy:
    """Defaults suit people's networks; tests shrink the times.

    A server counts as stalled when less than one chunk (`chunk_bytes`) arrives in `read_timeout_s`, so one
    that drips bytes is left like one that is silent. `attempts` are per address and count only failures in a
    row that brought less than `progress_bytes`: a shaky line that keeps moving is never given up.
    """

    connect_timeout_s: float = 10.0
    read_timeout_s: float = 30.0
    attempts: int = 4
    backoff_s: float = 1.0
    backoff_limit_s: float = 30.0
    jitter: float = 0.5
    """Up to this share is added to each pause, so that many machines don't come back at once."""
    retry_after_limit_s: float = 60.0
    """A server that asks for a longer pause is left for the next one."""
    redirects: int = 5
    chunk_bytes: int = 64 * 1024
    progress_bytes: int = 1024 * 1024
    spare_bytes: int = 64 * 1024 * 1024
    """Free space to leave on the disk."""
    allow_loopback_http: bool = False
    """Accept http:// addresses of this very machine in the catalogue; for tests against a local server."""
