"""Zones: who belongs to them, where their documents are found, and which link is which document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from extractors.records import Member
from extractors.text.folding import label_key
from pipeline.project import REGISTRY_FILE
from pipeline.registry.errors import ZoneNameMissingError, ZoneNotRegisteredError
from pipeline.registry.toml_file import ProblemError, Strict, read_toml

LinkKind = Literal["vision", "annex", "outline", "agreement", "declaration", "draft", "ignore"]


def check_digit(code: str) -> int:
    """The sixth digit of a 全国地方公共団体コード from its first five: weights 6 5 4 3 2, modulo 11."""
    weighted = sum(int(digit) * weight for digit, weight in zip(code[:5], (6, 5, 4, 3, 2), strict=True))
    return (11 - weighted % 11) % 10


def _jis_code(code: str) -> str:
    if re.fullmatch("[0-9]{6}", code) is None:
        raise ProblemError(f"「{code}」は6桁の数字ではありません", f"{code} is not six digits")
    if int(code[5]) != check_digit(code):
        raise ProblemError(
            f"「{code}」の検査数字が合いません ({check_digit(code)} のはずです)",
            f"{code} has a wrong check digit (it should be {check_digit(code)})",
        )
    return code


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ProblemError(
            f"正規表現として読めません: {error}", f"not a regular expression: {error}"
        ) from error
    return text


def _address(text: str) -> str:
    if re.match(r"(https?|file)://", text) is None:
        raise ProblemError(
            f"「{text}」は http(s):// か file:// で始まりません", f"{text} is no http(s) or file address"
        )
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]
Address = Annotated[str, AfterValidator(_address)]


class ZoneMember(Strict):
    """A municipality of a zone. `jis_code` is None only where the registry does not know the zone."""

    name: str
    role: Literal["central", "partner"]
    jis_code: Annotated[str, AfterValidator(_jis_code)] | None = None
    kana: str | None = None


class LandingPage(Strict):
    """A page that lists documents of the zone."""

    uri: Address
    note_ja: str | None = None
    note_en: str | None = None


class LinkRule(Strict):
    """Which document a link leads to: both patterns that are given must be found in the link."""

    kind: LinkKind
    text: Pattern | None = None
    uri: Pattern | None = None

    @model_validator(mode="after")
    def _has_a_pattern(self) -> Self:
        if self.text is None and self.uri is None:
            raise ProblemError("text か uri のどちらかが必要です", "needs text or uri")
        return self

    def matches(self, text: str, uri: str) -> bool:
        """Whether the link's text and address fit the rule."""
        return all(
            pattern is None or re.search(pattern, value) is not None
            for pattern, value in ((self.text, text), (self.uri, uri))
        )


class DirectAddress(Strict):
    """A document's own address, where no landing page lists it."""

    uri: Address
    kind: LinkKind = "vision"


class Zone(Strict):
    """A zone (圏域): names, members in printed order, and where its documents come from.

    `file:` addresses, `http:` and addresses of private networks are refused unless the zone allows them.
    """

    zone_id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    name: str
    other_names: tuple[str, ...] = ()
    members: tuple[ZoneMember, ...]
    landing_pages: tuple[LandingPage, ...] = ()
    link_rules: tuple[LinkRule, ...] = ()
    direct_addresses: tuple[DirectAddress, ...] = ()
    local_files: tuple[str, ...] = ()
    allow_file_uris: bool = False
    allow_http: bool = False
    allow_private_addresses: bool = False
    licence: str | None = None
    note_ja: str | None = None
    note_en: str | None = None
    is_registered: bool = Field(default=True, exclude=True)

    @model_validator(mode="after")
    def _members_are_distinct(self) -> Self:
        names = [member.name for member in self.members]
        if len(set(names)) != len(names):
            raise ProblemError("同じ市町村が2回あります", "names a municipality twice")
        if self.is_registered and not self.central:
            raise ProblemError("中心市 (role = central) がありません", "has no central city (role = central)")
        if self.is_registered and any(member.jis_code is None for member in self.members):
            raise ProblemError("jis_code のない市町村があります", "has a member without jis_code")
        return self

    @property
    def central(self) -> tuple[ZoneMember, ...]:
        """The central city; two in a zone with two centres (複眼型)."""
        return tuple(member for member in self.members if member.role == "central")

    @cached_property
    def jis_codes(self) -> Mapping[str, str | None]:
        """Members' names with their codes."""
        return {member.name: member.jis_code for member in self.members}

    def link_kind(self, text: str, uri: str) -> LinkKind | None:
        """The kind of document a link leads to by the first rule that fits; None for an unclassified link."""
        return next((rule.kind for rule in self.link_rules if rule.matches(text, uri)), None)


class _RegistryFile(Strict):
    zones: tuple[Zone, ...]

    @model_validator(mode="after")
    def _names_are_distinct(self) -> Self:
        keys = [zone.zone_id for zone in self.zones]
        keys += [label_key(name) for zone in self.zones for name in {zone.name, *zone.other_names}]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise ProblemError(f"2回使われています: {', '.join(twice)}", f"used twice: {', '.join(twice)}")
        return self


class Registry:
    """The registered zones, found by id or by printed name."""

    def __init__(self, zones: Iterable[Zone]) -> None:
        self.zones = tuple(zones)
        self.by_id: Mapping[str, Zone] = {zone.zone_id: zone for zone in self.zones}
        self._by_key = {
            label_key(name): zone for zone in self.zones for name in (zone.name, *zone.other_names)
        }

    def by_name(self, name: str) -> Zone | None:
        """The zone of that name, compared after folding; None when it is not registered."""
        return self._by_key.get(label_key(name))

    def zone(self, zone_id: str) -> Zone:
        """The zone with that id. Raises `ZoneNotRegisteredError`."""
        if zone_id not in self.by_id:
            raise ZoneNotRegisteredError(zone_id=zone_id, known=", ".join(self.by_id))
        return self.by_id[zone_id]


def load_registry(raw_dir: Path) -> Registry:
    """The registry of `raw_dir/sources.toml`. Raises `RegistryMissingError`, `RegistryInvalidError`."""
    return Registry(read_toml(raw_dir / REGISTRY_FILE, _RegistryFile).zones)


def unknown_zone(name: str, members: Sequence[Member]) -> Zone:
    """A zone the registry does not know: members as printed, no codes.

    The id is `zone-` and eight hex digits of the SHA-256 of the folded name, the same for every edition.
    """
    digest = hashlib.sha256(label_key(name).encode()).hexdigest()
    return Zone(
        zone_id=f"zone-{digest[:8]}",
        name=name,
        members=tuple(ZoneMember(name=member.municipality, role=member.role) for member in members),
        is_registered=False,
    )


def resolve_zone(
    registry: Registry, printed_name: str | None, members: Sequence[Member], zone_id: str | None = None
) -> Zone:
    """The zone of a document: the one named by `zone_id`, else by its printed name, else an unknown one.

    Raises `ZoneNotRegisteredError` for a `zone_id` the registry lacks, `ZoneNameMissingError` for no name.
    """
    if zone_id is not None:
        return registry.zone(zone_id)
    if printed_name is None:
        raise ZoneNameMissingError()
    return registry.by_name(printed_name) or unknown_zone(printed_name, members)
