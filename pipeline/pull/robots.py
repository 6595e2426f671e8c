"""robots.txt of each host: what may be fetched, and how long to wait between two requests."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from pipeline.pull.errors import RobotsForbidError

# A crawl delay longer than this would only be a way of saying no; it is waited no longer than this.
LONGEST_DELAY_S = 30.0
# What follows is not read; RFC 9309 §2.5 wants 500 KiB at least.
MOST_CHARS = 1024 * 1024
_AGENT_LINE = re.compile(r"^[ \t]*user[- ]?agent[ \t]*:?(?P<name>.*)$", re.IGNORECASE | re.MULTILINE)


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
        return Protego.parse(self._relevant(text[:MOST_CHARS]) if status < 300 else "")

    def _relevant(self, text: str) -> str:
        """The rules with one name for all other agents: Protego keeps each rule once for each name."""
        return _AGENT_LINE.sub(self._own_or_other, text)

    def _own_or_other(self, found: re.Match[str]) -> str:
        name = found["name"].partition("#")[0].replace("*", "").strip().lower()
        return str(found[0]) if self._agent.startswith(name) else "User-agent: -"
