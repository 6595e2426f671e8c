"""Which addresses may be contacted: https and public hosts, anything else only where the registry says so."""

from __future__ import annotations

import ipaddress
import socket
import urllib.request
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urlsplit

import httpx

from pipeline.pull.errors import AddressRefusedError

# A proxy of the organisation cannot reach this machine's own servers.
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
_REASONS = {
    "scheme": ("この種類のアドレスは扱わない", "this kind of address is not followed"),
    "http": ("暗号化されていない http", "plain http"),
    "file": ("file: アドレス", "a file: address"),
    "malformed": ("アドレスとして正しくない", "it is no address"),
    "private": ("内部ネットワークの宛先", "a host of a private network"),
}


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """What the registry allows for a zone beside https and public hosts."""

    allow_file: bool = False
    allow_http: bool = False
    allow_private: bool = False

    def check(self, address: str) -> None:
        """Raises AddressRefusedError for an address that is not allowed, before anything is sent to it."""
        self._require(_is_address(address), address, "malformed")
        part = urlsplit(address)
        if part.scheme == "file":
            self._require(self.allow_file, address, "file")
            return
        self._require(part.scheme in ("http", "https") and bool(part.hostname), address, "scheme")
        if part.scheme == "http":
            self._require(self.allow_http, address, "http")
        if not self.allow_private:
            for ip in _resolve(part.hostname or "", part.port or 443, address):
                self.check_peer(address, ip)

    def check_peer(self, address: str, ip: str) -> None:
        """The same for the machine actually reached: a name need not resolve alike twice."""
        if not self.allow_private:
            self._require(ipaddress.ip_address(ip.partition("%")[0]).is_global, address, "private")

    @staticmethod
    def _require(condition: bool, address: str, reason: str) -> None:
        if not condition:
            _refuse(address, reason)


def _is_address(text: str) -> bool:
    """Whether all that takes an address apart can: brackets, port, length, characters, parts of the name."""
    try:
        httpx.URL(text).raw_host.decode("ascii").encode("idna")
        return urlsplit(text).port != 0
    except (ValueError, httpx.InvalidURL):
        return False


def goes_through_proxy(address: str) -> bool:
    """Whether the environment sends this address through a proxy, which then resolves the name itself."""
    part = urlsplit(address)
    if part.hostname in LOOPBACK_HOSTS:
        return False
    return part.scheme in urllib.request.getproxies() and not urllib.request.proxy_bypass(part.hostname or "")


def _resolve(host: str, port: int, address: str) -> list[str]:
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        pass
    if goes_through_proxy(address):
        return []
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []  # connecting will fail by itself, and is tried again
    return [str(entry[4][0]) for entry in found]


def _refuse(address: str, reason: str) -> NoReturn:
    reason_ja, reason_en = _REASONS[reason]
    raise AddressRefusedError(address=address, reason_ja=reason_ja, reason_en=reason_en)
