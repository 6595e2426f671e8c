"""Named errors of reading: what is wrong with the file, in words for a city office, and what to do next."""

from __future__ import annotations

from typing import ClassVar

from extractors.errors import KyoseiError

_GET_AGAIN_JA = "掲載元のページから、もう一度PDFを保存してください。"
_GET_AGAIN_EN = "Save the PDF again from the page that publishes it."


class ReadingError(KyoseiError):
    """Base of everything that can stop the reading of a document."""

    code: ClassVar[str] = "READ"


class FileMissing(ReadingError):
    """Nothing lies at the path."""

    code = "READ_FILE_MISSING"
    title_ja = "ファイルがありません: {document}"
    title_en = "There is no such file: {document}"
    next_step_ja = "ファイル名と場所を確かめてください。"
    next_step_en = "Check the name and the folder."


class IsDirectory(ReadingError):
    """The path is a folder, not a file."""

    code = "READ_IS_DIRECTORY"
    title_ja = "ファイルではなくフォルダーです: {document}"
    title_en = "This is a folder, not a file: {document}"
    next_step_ja = "フォルダーの中のPDFファイルを指定してください。"
    next_step_en = "Name the PDF file inside the folder."


class FileNameUnreadable(ReadingError):
    """The file's name is no Unicode text: packed on Windows in Shift_JIS, unpacked without a word of it."""

    code = "READ_FILE_NAME"
    title_ja = "ファイル名の文字コードが読み取れません: {document}"
    title_en = "The file's name is not in Unicode: {document}"
    next_step_ja = "ファイル名を付け直してください（Windowsで作ったZIPは unzip -O cp932 で展開できます）。"
    next_step_en = "Rename the file (a ZIP made on Windows: unzip -O cp932)."


class FileUnreadable(ReadingError):
    """The operating system refuses to open the file, or it is no regular file."""

    code = "READ_FILE_UNREADABLE"
    title_ja = "ファイルを開けません: {document}({reason})"
    title_en = "The file cannot be opened: {document} ({reason})"
    next_step_ja = "読み取りの権限を確かめてください。"
    next_step_en = "Check that you may read it."


class EmptyFile(ReadingError):
    """The file has no bytes, or only white space or zero bytes."""

    code = "READ_EMPTY_FILE"
    title_ja = "ファイルの中身が空です: {document}"
    title_en = "The file is empty: {document}"
    next_step_ja = _GET_AGAIN_JA
    next_step_en = _GET_AGAIN_EN


class FileTooLarge(ReadingError):
    """More bytes than the limit allows."""

    code = "READ_FILE_TOO_LARGE"
    title_ja = "ファイルが大きすぎます: {document}({size_mb} MB、上限 {limit_mb} MB)"
    title_en = "The file is too large: {document} ({size_mb} MB, limit {limit_mb} MB)"
    next_step_ja = "必要なページだけのPDFに分けてください。"
    next_step_en = "Split the PDF and keep the pages that are needed."


class NotPdf(ReadingError):
    """The bytes are another kind of file; `kind_ja`/`kind_en` say which, with a web page's title."""

    code = "READ_NOT_PDF"
    title_ja = "PDFではありません: {document} は{kind_ja}です。"
    title_en = "Not a PDF: {document} is {kind_en}."
    next_step_ja = "掲載ページそのものではなく、そこにリンクされたPDFを保存してください。"
    next_step_en = "Save the PDF that the page links to, not the page itself."


class TruncatedPdf(ReadingError):
    """The end of the file is missing (a download that broke off)."""

    code = "READ_TRUNCATED"
    title_ja = "PDFが途中で切れています: {document}"
    title_en = "The PDF breaks off before its end: {document}"
    next_step_ja = _GET_AGAIN_JA
    next_step_en = _GET_AGAIN_EN


class DamagedPdf(ReadingError):
    """The structure of the PDF cannot be read."""

    code = "READ_DAMAGED"
    title_ja = "PDFが壊れています: {document}({reason})"
    title_en = "The PDF is damaged: {document} ({reason})"
    next_step_ja = _GET_AGAIN_JA
    next_step_en = _GET_AGAIN_EN


class EncryptedPdf(ReadingError):
    """A password is needed to open the document."""

    code = "READ_ENCRYPTED"
    title_ja = "パスワードで保護されたPDFです: {document}"
    title_en = "The PDF is protected by a password: {document}"
    next_step_ja = "パスワードを外したPDFを保存し直してください。"
    next_step_en = "Save a copy without the password."


class NoPages(ReadingError):
    """The document holds no page."""

    code = "READ_NO_PAGES"
    title_ja = "PDFにページがありません: {document}"
    title_en = "The PDF has no pages: {document}"
    next_step_ja = _GET_AGAIN_JA
    next_step_en = _GET_AGAIN_EN


class TooManyPages(ReadingError):
    """More pages than the limit allows."""

    code = "READ_TOO_MANY_PAGES"
    title_ja = "ページが多すぎます: {document}({count}ページ、上限 {limit})"
    title_en = "Too many pages: {document} ({count}, limit {limit})"
    next_step_ja = "必要なページだけのPDFに分けてください。"
    next_step_en = "Split the PDF and keep the pages that are needed."


class PageOutOfRange(ReadingError):
    """A page was asked for that the document does not have."""

    code = "READ_PAGE_OUT_OF_RANGE"
    title_ja = "{page}ページはありません: {document} は全{count}ページです。"
    title_en = "There is no page {page}: {document} has {count}."
    next_step_ja = "ページ番号(先頭が1)を確かめてください。"
    next_step_en = "Check the page number; the first page is 1."


class PageUnreadable(ReadingError):
    """A page's own data is damaged."""

    code = "READ_PAGE_UNREADABLE"
    title_ja = "{page}ページを読めません: {document}({reason})"
    title_en = "Page {page} cannot be read: {document} ({reason})"
    next_step_ja = _GET_AGAIN_JA
    next_step_en = _GET_AGAIN_EN


class PageSizeAbsurd(ReadingError):
    """A page's size is none that could be printed."""

    code = "READ_PAGE_SIZE"
    title_ja = "{page}ページの大きさが異常です: {width_pt} × {height_pt} pt({document})"
    title_en = "Page {page} has an absurd size: {width_pt} × {height_pt} pt ({document})"
    next_step_ja = "元の文書からPDFを作り直してください。"
    next_step_en = "Make the PDF again from the original document."


class TooManyObjects(ReadingError):
    """A page draws more characters, rules or shapes than a printed page has (`kind_*`)."""

    code = "READ_TOO_MANY_OBJECTS"
    title_ja = "{page}ページの{kind_ja}が多すぎます: {count}(上限 {limit}、{document})"
    title_en = "Page {page} has too many {kind_en}: {count} (limit {limit}, {document})"
    next_step_ja = "図面などのページを除くか、そのページを画像にしたPDFを使ってください。"
    next_step_en = "Leave that page out, or use a PDF in which it is an image."


class DecompressionBomb(ReadingError):
    """A page's data unpacks to more bytes than the limit allows."""

    code = "READ_DECOMPRESSION_BOMB"
    title_ja = "{page}ページのデータが展開すると大きすぎます: {document}(上限 {limit_mb} MB)"
    title_en = "Page {page} unpacks to too much data: {document} (limit {limit_mb} MB)"
    next_step_ja = "このPDFは細工されたおそれがあります。掲載元に確かめてください。"
    next_step_en = "The PDF may be crafted to do harm. Ask its publisher."


class ReadingTimeout(ReadingError):
    """Reading a page took longer than the limit."""

    code = "READ_TIMEOUT"
    title_ja = "{page}ページの読み取りが{seconds}秒で終わりませんでした: {document}"
    title_en = "Reading page {page} did not finish in {seconds} s: {document}"
    next_step_ja = (
        "信頼できる文書なら、環境変数 KYOSEI_PATIENCE=10 を付けて(時間の上限が10倍)もう一度実行してください。"
        "そうでなければ、そのページを除いて試してください。"
    )
    next_step_en = (
        "If you trust the document, run again with KYOSEI_PATIENCE=10 set: ten times all limits of time. "
        "Otherwise try without that page."
    )


class DocumentTimeout(ReadingError):
    """The pages took more computing time than a document of so many pages is given."""

    code = "READ_DOCUMENT_TIMEOUT"
    title_ja = (
        "文書の読み取りに時間がかかりすぎます: {document}({done}/{count}ページまでに計算時間{seconds}秒)"
    )
    title_en = (
        "Reading the document takes too long: {document} ({seconds} s of computing for {done}/{count} pages)"
    )
    next_step_ja = (
        "信頼できる文書なら、環境変数 KYOSEI_PATIENCE=10 を付けて(時間の上限が10倍)もう一度実行してください。"
    )
    next_step_en = (
        "If you trust the document, run again with KYOSEI_PATIENCE=10 set: ten times all limits of time."
    )


class PatienceNotUnderstood(ReadingError):
    """The environment's KYOSEI_PATIENCE (`value`) is no number from 1 to 1000."""

    code = "READ_PATIENCE"
    title_ja = "環境変数 KYOSEI_PATIENCE の値「{value}」が分かりません"
    title_en = "The value {value!r} of KYOSEI_PATIENCE is not understood"
    next_step_ja = "1から1000までの数(時間の上限を何倍にするか)を指定してください。"
    next_step_en = "Set a number from 1 to 1000: how many times the limits of time are allowed."


class MemoryLimitReached(ReadingError):
    """Reading a page needed more memory than the limit."""

    code = "READ_MEMORY_LIMIT"
    title_ja = "{page}ページの読み取りに必要なメモリが上限({limit_mb} MB)を超えました: {document}"
    title_en = "Reading page {page} needs more than {limit_mb} MB of memory: {document}"
    next_step_ja = "そのページを除いて試すか、元の文書からPDFを作り直してください。"
    next_step_en = "Try without that page, or make the PDF again from the original document."


class ReaderCrashed(ReadingError):
    """The reading process died (`reason`: a signal's name or an exit code)."""

    code = "READ_CRASHED"
    title_ja = "{page}ページの読み取り中にPDFの読み取りプログラムが異常終了しました: {document}({reason})"
    title_en = "The PDF reader died on page {page}: {document} ({reason})"
    next_step_ja = "PDFが壊れているおそれがあります。" + _GET_AGAIN_JA
    next_step_en = "The PDF may be damaged. " + _GET_AGAIN_EN


class ReaderFailed(ReadingError):
    """A fault of this program, not of the document; `reason` has the exception."""

    code = "READ_INTERNAL"
    exit_code = 3
    title_ja = "{page}ページの読み取り中に内部エラーが起きました: {document}({reason})"
    title_en = "An internal error occurred on page {page}: {document} ({reason})"
    next_step_ja = "PDFを添えて開発者に知らせてください。"
    next_step_en = "Report it to the developers with the PDF."


class NoTextLayer(ReadingError):
    """No page has visible text: a scan, or text drawn as shapes."""

    code = "READ_NO_TEXT_LAYER"
    title_ja = "文字情報のないPDFです(スキャン画像など): {document}"
    title_en = "The PDF has no text, only images or shapes: {document}"
    next_step_ja = "鮮明にスキャンし直すか、元の文書から作ったPDFを入手してください。"
    next_step_en = "Scan it again more clearly, or get the PDF made from the original document."


class BrokenGlyphs(ReadingError):
    """Too many characters have no Unicode value (`(cid:…)`, private use, U+FFFD).

    `is_foreign`: the others make sense in another language.
    """

    code = "READ_BROKEN_GLYPHS"
    title_ja = "文字コードの分からない文字が多すぎます: {document}({count}字、全{total}字)"
    title_en = "Too many characters have no known code: {document} ({count} of {total})"
    next_step_ja = "フォント情報を含むPDFを入手するか、紙に印刷してスキャンしたPDFを使ってください。"
    next_step_en = "Get a PDF whose fonts carry their character codes, or print it on paper and scan that."


class NotJapaneseText(ReadingError):
    """The text layer is readable but not Japanese: a wrong map, or (`is_foreign`) another language.

    `letters` are how many it has; few do not tell which.
    """

    code = "READ_NOT_JAPANESE"
    title_ja = "文字情報が日本語ではありません: {document}(かな・漢字の割合 {share_percent} %)"
    title_en = "The text is not Japanese: {document} (kana and kanji: {share_percent} %)"
    next_step_ja = (
        "画面では日本語に見える場合は、「画像として印刷」したPDFにしてください。"
        "画像は文字認識(OCR)で読みます。"
    )
    next_step_en = "If it looks Japanese on screen, print it to a PDF of images: those are read by OCR."


class NoTablesInPictures(ReadingError):
    """OCR found no table of measures on `done` pages spread over the document's `count`."""

    code = "READ_NO_TABLES"
    title_ja = "画像のページに施策の表が見つかりません: {document}(全{count}ページ中{done}ページを読みました)"
    title_en = (
        "No table of measures in the pictures of the pages: {document} ({done} of {count} pages were read)"
    )
    next_step_ja = (
        "共生ビジョンの文書か確かめてください。施策の表のあるページがあれば、"
        "そのページだけのPDFに分けてください。"
    )
    next_step_en = "Check that it is the right document. If some pages have measures, make a PDF of those."


class TesseractMissing(ReadingError):
    """The pages are pictures, and Tesseract's Japanese data to read them with is not installed."""

    code = "READ_TESSERACT_MISSING"
    title_ja = "画像のページを読むための文字認識（Tesseract）が入っていません: {document}"
    title_en = "The pages are pictures, and Tesseract to read them with is not installed: {document}"
    next_step_ja = "入れてから、もう一度実行してください: apt-get install tesseract-ocr tesseract-ocr-jpn"
    next_step_en = "Install it and run again: apt-get install tesseract-ocr tesseract-ocr-jpn"
