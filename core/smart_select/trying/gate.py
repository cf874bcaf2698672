"""Who is let in: only the page itself, from this computer, with the secret in its address.

Three doors, because each stops somebody else: the token stops other users of this computer, the Host header
stops a foreign name that was pointed at 127.0.0.1 (DNS rebinding), and Origin and Sec-Fetch-Site stop other
pages in the same browser.
"""

import hmac
import secrets
import threading
from dataclasses import dataclass, field
from email.message import Message
from typing import Final

from smart_select.trying.refusing import NotAllowed

LOOPBACK: Final = "127.0.0.1"
_TOKEN_BYTES: Final = 32


def _secret() -> str:
    return secrets.token_urlsafe(_TOKEN_BYTES)


@dataclass
class Gate:
    """The secrets of one server on `port`.

    `token` is in every address of the page. `ticket` is what the browser is started with: other users can see
    the arguments of a program that starts, so it works once, and only leads on to the page.
    """

    port: int
    token: str = field(default_factory=_secret, repr=False)
    ticket: str = field(default_factory=_secret, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _ticket_used: bool = False

    @property
    def host(self) -> str:
        """What the Host header must say."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def address(self) -> str:
        """The page's address, to be shown to its user alone."""
        return f"http://{self.host}/{self.token}/"

    @property
    def opening_address(self) -> str:
        """The address to start a browser with."""
        return f"http://{self.host}/{self.ticket}"

    def enter(self, path: str, headers: Message) -> str:
        """Return what lies behind the token in a request's path: "" for the page, "style.css", ….

        Raises NotAllowed.
        """
        self._check_host(headers)
        token, _, rest = path.removeprefix("/").partition("/")
        if not _same(token, self.token):
            raise NotAllowed("The address lacks its secret part; open the one that “smart-select try” shows.")
        return rest

    def redeem(self, path: str, headers: Message) -> bool:
        """Tell whether `path` is the ticket, which is worth nothing afterwards. Raises NotAllowed."""
        self._check_host(headers)
        if not _same(path.removeprefix("/"), self.ticket):
            return False
        with self._lock:
            used, self._ticket_used = self._ticket_used, True
        if used:
            raise NotAllowed("This link works only once; open the address that “smart-select try” shows.")
        return True

    def check_asker(self, headers: Message, *, writes: bool) -> None:
        """Let only the page itself ask; what `writes` must say where it comes from. Raises NotAllowed.

        Browsers send Origin with every POST, and Sec-Fetch-Site (which no script can change) with everything.
        """
        origins = headers.get_all("Origin", [])
        own = f"http://{self.host}"
        if any(origin != own for origin in origins) or (writes and not origins):
            raise NotAllowed("Only the page of “smart-select try” itself may ask this.")
        if headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            raise NotAllowed("Only the page of “smart-select try” itself may ask this.")

    def _check_host(self, headers: Message) -> None:
        if headers.get_all("Host", []) != [self.host]:
            raise NotAllowed("This is not the address that “smart-select try” shows.")


def _same(given: str, secret: str) -> bool:
    """Compare without telling by the time it takes how much was right."""
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode("ascii"))
