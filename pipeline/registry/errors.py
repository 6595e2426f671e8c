"""Named errors of the registry and of the records in `raw/`."""

from __future__ import annotations

from extractors.errors import KyoseiError


class RegistryInvalidError(KyoseiError):
    """A TOML file in `raw/` is not as its kind should be: `file`, `key`, `problem_ja/en`."""

    code = "REGISTRY_INVALID"
    title_ja = "{file} の「{key}」が正しくありません: {problem_ja}"
    title_en = "{file}: {key}: {problem_en}"
    next_step_ja = "このファイルのその行を直してください。書き方は docs/registry.md にあります"
    next_step_en = "Mend that line of the file; docs/registry.md shows how it is written"


class RegistryMissingError(KyoseiError):
    """A file that `raw/` must hold is not there: `file`."""

    code = "REGISTRY_FILE_MISSING"
    title_ja = "{file} がありません"
    title_en = "{file} is not there"
    next_step_ja = "ファイルを置くか、kyosei add で文書を登録してください"
    next_step_en = "Put the file there, or register the document with kyosei add"


class SourceChangedError(KyoseiError):
    """A stored document's bytes are not those its record was made for: `file`, `recorded`, `actual`."""

    code = "SOURCE_CHANGED"
    title_ja = "{file} の中身が記録と違います (記録 {recorded}、実際 {actual})"
    title_en = "{file} is not the file that was recorded (recorded {recorded}, actual {actual})"
    next_step_ja = (
        "元のファイルに戻すか、新しい版として kyosei add で登録してください。保存した文書は書き換えません"
    )
    next_step_en = (
        "Restore the file, or register it as another edition with kyosei add; "
        "a stored document is never replaced"
    )


class ZoneNameMissingError(KyoseiError):
    """A document does not say of which zone it is, and none was named."""

    code = "ZONE_NAME_MISSING"
    title_ja = "文書から圏域の名称を読み取れません"
    title_en = "The document does not say of which zone it is"
    next_step_ja = "--zone で圏域を指定してください"
    next_step_en = "Name the zone with --zone"


class ZoneNotRegisteredError(KyoseiError):
    """A zone that was named is not in the registry: `zone_id`, `known`."""

    code = "ZONE_NOT_REGISTERED"
    title_ja = "圏域「{zone_id}」は登録されていません (登録済み: {known})"
    title_en = "Zone {zone_id} is not registered (registered: {known})"
    next_step_ja = "raw/sources.toml に圏域を登録してください"
    next_step_en = "Register the zone in raw/sources.toml"


class EditionUnknownError(KyoseiError):
    """A document does not print the year and month of its edition."""

    code = "EDITION_UNKNOWN"
    title_ja = "文書から策定・変更の年月を読み取れません"
    title_en = "The document does not say when it was drawn up or changed"
    next_step_ja = "--edition で版(例 2019-03)を指定してください"
    next_step_en = "Name the edition with --edition, e.g. 2019-03"
