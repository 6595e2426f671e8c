"""Whose role a printed label names: 一関市の役割, 甲, 連携中枢都市の役割, 連携市町の役割 …"""

from __future__ import annotations

import regex

from extractors.layouts.labels import without_mark
from extractors.layouts.profile import Profile
from extractors.text.folding import fold, label_key

_OF_WHOM = regex.compile(r"^[^()（）]*役割[^()（）]*[(（](?P<who>[^()（）]+)[)）]$")  # 役割（一関市）
_ROLE_WORD = regex.compile(r"の役割$|が果たす役割$")
_JOINTS = regex.compile(r"[・、，,\s]|及び|と(?=[^市町村]{1,6}[市町村])")


class Roles:
    """Matches role labels against the zone's members. `central` plays 甲, every other member 乙."""

    def __init__(self, profile: Profile, members: tuple[str, ...], central: str | None) -> None:
        self._members = members
        self._joint = profile.words("agreement", "role_joint") | profile.words("agreement", "role_second")
        self._by_key: dict[str, tuple[str, ...]] = {}
        partners = tuple(m for m in members if m != central)
        for member in members:
            for pattern in self._patterns(profile, "role"):
                self._by_key[label_key(pattern.replace("{member}", member))] = (member,)
        middle = (central,) if central else ()
        for kind, who in (
            ("role_first", middle),
            ("role_central", middle),
            ("role_second", partners),
            ("role_joint", partners),
        ):
            self._by_key.update({label_key(w): who for w in self._patterns(profile, kind) if who})

    @staticmethod
    def _patterns(profile: Profile, kind: str) -> list[str]:
        own = getattr(profile.file.agreement, kind, [])
        return [*profile.vocabulary["agreement"].get(kind, []), *own]

    def of(self, label: str) -> tuple[str, ...] | None:
        """The municipalities a label names, None when it names none. A joint label names several."""
        bare = without_mark(label)
        found = self._by_key.get(label_key(label)) or self._by_key.get(label_key(bare))
        if found is not None:
            return found
        whose = _OF_WHOM.match(bare)
        if whose:
            return self.of(whose["who"])
        text = _ROLE_WORD.sub("", fold(bare))
        parts = [p for p in _JOINTS.split(text) if p]
        known = [m for p in parts for m in self._members if label_key(m) == label_key(p)]
        return tuple(known) if known and len(known) == len(parts) else None

    def is_joint(self, label: str) -> bool:
        """Whether the label speaks of the partners together, without their names (連携市町の役割)."""
        return any(label_key(text) in self._joint for text in (label, without_mark(label)))

    def is_titled(self, label: str) -> bool:
        """Whether the label says 役割 of a known municipality: enough to tell an agreement table by."""
        return "役割" in "".join(label.split()) and self.of(label) is not None
