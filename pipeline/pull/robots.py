"""robots.txt of each host: what may be fetched, and how long to wait between two requests."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from pipeline.pull.errors import RobotsForbidError

# A crawl delay longer than this would only be a way of saying no; it is waited no longer than this.
LONGEST_DELAY_S = 30.0


class RobotsRules:
    """The rules of the hosts met so far.

    `fetch(address)` gives (status, text) of a robots.txt; where it raises, nothing of the host is fetched.
    """

    def __init__(self, agent: str, fetch: Callable[[str], tuple[int, str]]) -> None:
        self._agent = agent
        self._fetch = fetch
        self._rules: dict[str, Protego] = {}

    def require(self, address: str) -> None:
        """Raises RobotsForbidError where the address may not be fetched."""
        rules = self._of(address)
        if not rules.can_fetch(address, self._agent):
            raise RobotsForbidError(address=address, reason="Disallow")

    def delay_s(self, address: str) -> float:
        """Seconds the host asks to wait between two requests; 0 where it does not ask."""
        asked = self._of(address).crawl_delay(self._agent)
        return min(float(asked), LONGEST_DELAY_S) if asked else 0.0

    def _of(self, address: str) -> Protego:
        part = urlsplit(address)
        host = f"{part.scheme}://{part.netloc}"
        if host not in self._rules:
            self._rules[host] = self._read(
                address, urlunsplit((part.scheme, part.netloc, "/robots.txt", "", ""))
            )
        return self._rules[host]

    def _read(self, address: str, place: str) -> Protego:
        status, text = self._fetch(place)
        if status >= 500:
            raise RobotsForbidError(address=address, reason=f"robots.txt: HTTP {status}")
        # Any other answer than success means that there are no rules (RFC 9309 §2.3.1.3).
        return Protego.parse(text if status < 300 else "")
