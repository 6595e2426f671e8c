"""The registry: zones of `raw/sources.toml`, and the editions whose documents `raw/` holds."""

from pipeline.registry.editions import (
    EDITION_PATTERN,
    OBJECTS_DIR,
    SOURCE_FILE,
    RegisteredEdition,
    SourceFile,
    SourceRecord,
    discover_editions,
    edition_id,
    load_edition,
)
from pipeline.registry.zones import (
    LandingPage,
    LinkKind,
    LinkRule,
    Registry,
    Zone,
    ZoneMember,
    load_registry,
    resolve_zone,
    unknown_zone,
)

__all__ = [
    "EDITION_PATTERN",
    "OBJECTS_DIR",
    "SOURCE_FILE",
    "LandingPage",
    "LinkKind",
    "LinkRule",
    "RegisteredEdition",
    "Registry",
    "SourceFile",
    "SourceRecord",
    "Zone",
    "ZoneMember",
    "discover_editions",
    "edition_id",
    "load_edition",
    "load_registry",
    "resolve_zone",
    "unknown_zone",
]
