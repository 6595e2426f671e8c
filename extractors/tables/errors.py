"""Named errors of the table step."""

from __future__ import annotations

from extractors.errors import KyoseiError


class TooManyRules(KyoseiError):
    """A page draws more strokes than any printed table has; reading it could take for ever."""

    code = "TABLE_TOO_MANY_RULES"
    title_ja = "{page}ページの罫線が多すぎます({count}本、上限 {limit}本)"
    title_en = "Page {page} draws too many rules ({count}, limit {limit})"
    next_step_ja = "図面や地図のページであれば、そのページを除いたPDFで処理してください。"
    next_step_en = "If the page is a drawing or a map, process a PDF without that page."


class CharactersLost(KyoseiError):
    """The character account of a page does not add up: a defect of this program, never of the document."""

    code = "TABLE_CHARACTERS_LOST"
    exit_code = 3
    title_ja = "{page}ページの文字数が合いません(ページ {expected}、読み取り {found})"
    title_en = "The characters of page {page} do not add up (page {expected}, read {found})"
    next_step_ja = "プログラムの誤りです。このPDFを添えて開発者に知らせてください。"
    next_step_en = "This is a fault of the program. Send the PDF to its developers."
