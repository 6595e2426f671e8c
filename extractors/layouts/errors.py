"""Named errors of the layout profiles."""

from __future__ import annotations

from typing import ClassVar

from extractors.errors import KyoseiError


class ProfileNotFound(KyoseiError):
    """No profile of that name and no such file."""

    code: ClassVar[str] = "PROFILE_NOT_FOUND"
    title_ja: ClassVar[str] = "レイアウトプロファイル「{profile}」が見つかりません"
    title_en: ClassVar[str] = "There is no layout profile '{profile}'"
    next_step_ja: ClassVar[str] = "名前（{known}）か、TOMLファイルのパスを指定してください"
    next_step_en: ClassVar[str] = "Give one of the names ({known}) or the path of a TOML file"


class ProfileInvalid(KyoseiError):
    """A profile or the vocabulary does not hold together."""

    code: ClassVar[str] = "PROFILE_INVALID"
    title_ja: ClassVar[str] = "レイアウトプロファイル {document} に誤りがあります：{problems_ja}"
    title_en: ClassVar[str] = "Layout profile {document} is wrong: {problems_en}"
    next_step_ja: ClassVar[str] = (
        "その行を直し、kyosei profile check で確かめてください（全ての項目：docs/profile.md）"
    )
    next_step_en: ClassVar[str] = (
        "Mend that line and try it with: kyosei profile check (all keys: docs/profile.md)"
    )


class NoFittingProfile(KyoseiError):
    """No known layout fits the document."""

    code: ClassVar[str] = "LAYOUT_NO_FIT"
    title_ja: ClassVar[str] = (
        "{document} に合うレイアウトプロファイルがありません（最良は {best}、適合度 {score_ja}）"
    )
    title_en: ClassVar[str] = "No layout profile fits {document} (the best is {best}, fit {score_en})"
    next_step_ja: ClassVar[str] = (
        "kyosei profile draft {document} で下書きを作り、見直してから kyosei extract の --profile で試し、"
        "extractors/layouts/ に置いてください（docs/new-zone.ja.md）。未知の項目：{unknown}"
    )
    next_step_en: ClassVar[str] = (
        "Draft one with: kyosei profile draft {document} — review it, try it with kyosei extract --profile, "
        "then put it into extractors/layouts/ (docs/new-zone.md). Labels not known: {unknown}"
    )


class NoMeasureTable(KyoseiError):
    """The document holds no measure table at all."""

    code: ClassVar[str] = "LAYOUT_NO_MEASURE_TABLE"
    title_ja: ClassVar[str] = "{document} に施策の表が見つかりません（表 {n_tables} 件を確認）"
    title_en: ClassVar[str] = "No measure table found in {document} ({n_tables} tables looked at)"
    next_step_ja: ClassVar[str] = (
        "共生ビジョン本体のPDFか確かめてください。"
        "本体であれば kyosei profile draft で項目名を登録してください"
    )
    next_step_en: ClassVar[str] = (
        "Check that this is the vision itself; if it is, register its labels with: kyosei profile draft"
    )
