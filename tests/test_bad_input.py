"""Every file that cannot be read ends in a named error: what it is and what to do."""

from __future__ import annotations

import random
import zipfile
import zlib
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from extractors.errors import KyoseiError
from extractors.readers import Limits, read_document
from extractors.readers import errors as named
from tests.readers_pdfs import add_page, form, shown, write

VISION = Path("raw/ichinoseki-hiraizumi/2019-03/vision.pdf")
SENTENCE = "定住自立圏共生ビジョンは圏域の将来像を示すものです。"
SMALL = Limits(memory_bytes=512 * 1024 * 1024)


def expect_refusal(path: Path, kind: type[KyoseiError], limits: Limits = SMALL) -> KyoseiError:
    with pytest.raises(KyoseiError) as caught:
        read_document(path, workers=1, limits=limits)
    error = caught.value
    assert type(error) is kind
    assert error.exit_code == 2
    for text in (error.message_ja, error.message_en, error.hint_ja, error.hint_en):
        assert text and "?)" not in text, "a template was not filled"
    assert str(path) == error.document
    return error


def test_web_page_saved_as_pdf_is_named_with_its_title(tmp_path: Path) -> None:
    path = tmp_path / "vision.pdf"
    page = "<!DOCTYPE html>\n<html><head><meta charset=Shift_JIS><title>\n共生ビジョン &amp; 協定 </title>"
    path.write_bytes(page.encode("cp932"))
    error = expect_refusal(path, named.NotPdf)
    assert "「共生ビジョン & 協定」" in error.message_ja
    assert "web page" in error.message_en


def test_other_kinds_of_file_are_named(tmp_path: Path) -> None:
    path = tmp_path / "vision.pdf"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "Word" in expect_refusal(path, named.NotPdf).message_ja
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    assert "PNG" in expect_refusal(path, named.NotPdf).message_ja
    path.write_text("見出し\n")
    assert "テキスト" in expect_refusal(path, named.NotPdf).message_ja
    path.write_bytes(bytes(range(256)) * 4)
    assert "種類" in expect_refusal(path, named.NotPdf).message_ja


def test_no_file_a_folder_and_nothing_inside(tmp_path: Path) -> None:
    expect_refusal(tmp_path / "missing.pdf", named.FileMissing)
    expect_refusal(tmp_path, named.IsDirectory)
    expect_refusal(Path("/dev/null"), named.FileUnreadable)
    for content in (b"", b"\0" * 3000, b"\n \n"):
        (tmp_path / "empty.pdf").write_bytes(content)
        expect_refusal(tmp_path / "empty.pdf", named.EmptyFile)


def test_more_bytes_or_pages_than_allowed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", *[shown(SENTENCE, 50, 700)] * 3)
    expect_refusal(path, named.FileTooLarge, Limits(max_file_bytes=100))
    expect_refusal(path, named.TooManyPages, Limits(max_pages=2))
    with pytest.raises(named.PageOutOfRange):
        read_document(path, pages=[2, 4], workers=1)


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.999])
def test_a_download_that_broke_off(tmp_path: Path, share: float) -> None:
    whole = VISION.read_bytes()
    (tmp_path / "a.pdf").write_bytes(whole[: int(share * len(whole))])
    expect_refusal(tmp_path / "a.pdf", named.TruncatedPdf)


def test_a_header_over_rubbish(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + b"rubbish " * 500 + b"%%EOF\n")
    expect_refusal(tmp_path / "a.pdf", named.DamagedPdf)


def test_password_and_no_pages(tmp_path: Path) -> None:
    with pikepdf.open(write(tmp_path / "a.pdf", shown(SENTENCE, 50, 700))) as pdf:
        pdf.save(tmp_path / "b.pdf", encryption=pikepdf.Encryption(user="secret", owner="o"))
    expect_refusal(tmp_path / "b.pdf", named.EncryptedPdf)
    with Pdf.new() as pdf:
        pdf.save(tmp_path / "c.pdf")
    expect_refusal(tmp_path / "c.pdf", named.NoPages)


def test_no_text_layer(tmp_path: Path) -> None:
    expect_refusal(write(tmp_path / "a.pdf", "0 0 m 100 100 l S"), named.NoTextLayer)
    expect_refusal(write(tmp_path / "b.pdf", shown(SENTENCE, 50, 700, before="3 Tr")), named.NoTextLayer)


def test_text_that_is_not_japanese(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", shown("Regional plans of towns and " * 3, 20, 700, 5))
    expect_refusal(path, named.NotJapaneseText)
    assert read_document(path, workers=1, require_japanese=False).pages[0].chars_total
    with pytest.raises(named.NotJapaneseText) as told:
        read_document(path, workers=1)
    assert not told.value.details["is_foreign"]  # two lines are too few to tell a language from damage
    random_kanji = "".join(chr(random.Random(n).randrange(0x4E00, 0x9000)) for n in range(400))
    lines = "".join(shown(random_kanji[n : n + 40], 20, 700 - n, 10) for n in range(0, 400, 40))
    expect_refusal(write(tmp_path / "b.pdf", lines), named.NotJapaneseText)


def test_glyphs_without_unicode(tmp_path: Path) -> None:
    private = "".join(chr(0xE000 + n) for n in range(40))
    expect_refusal(write(tmp_path / "a.pdf", shown(SENTENCE + private, 20, 700, 8)), named.BrokenGlyphs)


def _with_content(path: Path, data: bytes, filters: list[Name]) -> Path:
    with Pdf.new() as pdf:
        page = add_page(pdf, "")
        content = Stream(pdf, data)
        content.Filter = Array(filters)
        page.obj.Contents = pdf.make_indirect(content)
        pdf.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return path


def test_decompression_bombs(tmp_path: Path) -> None:
    limits = Limits(memory_bytes=SMALL.memory_bytes, max_stream_bytes=8 * 1024 * 1024)
    once = zlib.compress(b" " * 40 * 1024 * 1024, 9)
    expect_refusal(
        _with_content(tmp_path / "a.pdf", once, [Name.FlateDecode]), named.DecompressionBomb, limits
    )
    with Pdf.new() as pdf:
        page = add_page(pdf, "/X Do")
        model = form(pdf, "")
        bomb = Stream(pdf, zlib.compress(b"0 0 m 1 1 l S " * 8_000_000, 1))
        bomb.Type, bomb.Subtype, bomb.BBox = model.Type, model.Subtype, model.BBox
        bomb.Filter = Name.FlateDecode
        page.obj.Resources.XObject = Dictionary(X=pdf.make_indirect(bomb))
        pdf.save(tmp_path / "b.pdf")
    tight = Limits(memory_bytes=320 * 1024 * 1024)
    expect_refusal(tmp_path / "b.pdf", named.MemoryLimitReached, tight)


def test_a_page_of_too_many_rules(tmp_path: Path) -> None:
    rules = "".join(f"{i % 500} {i // 200} m {i % 500 + 3} {i // 200} l S\n" for i in range(100_000))
    error = expect_refusal(write(tmp_path / "a.pdf", shown(SENTENCE, 50, 700), rules), named.TooManyObjects)
    assert error.page == 2


def test_forms_that_contain_themselves_end(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        page = add_page(pdf, shown(SENTENCE, 50, 700) + "/X Do")
        inner = pdf.make_indirect(form(pdf, "/X Do"))
        inner.Resources.XObject = Dictionary(X=inner)
        page.obj.Resources.XObject = Dictionary(X=inner)
        pdf.save(tmp_path / "a.pdf")
    try:
        read_document(tmp_path / "a.pdf", workers=1, limits=SMALL)
    except named.ReadingError as error:
        assert error.exit_code == 2


@pytest.mark.parametrize("side", [1, 1e6])
def test_absurd_page_size(tmp_path: Path, side: float) -> None:
    path = write(tmp_path / "a.pdf", shown(SENTENCE, 0, 0), box=(0, 0, side, side))
    expect_refusal(path, named.PageSizeAbsurd)


@pytest.mark.parametrize("seed", range(6))
def test_mutations_are_refused_by_name_or_read_with_problems(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    mutant = bytearray(VISION.read_bytes())
    for _ in range(dice.choice((1, 20, 200))):
        mutant[dice.randrange(len(mutant))] = dice.randrange(256)
    path = tmp_path / "mutant.pdf"
    path.write_bytes(mutant)
    try:
        reading = read_document(path, pages=range(1, 38, 6), workers=1)
    except named.ReaderFailed:
        raise
    except named.ReadingError:
        return
    assert len(reading.pages) == 7
    assert list(tmp_path.iterdir()) == [path], "reading writes nothing"


def test_damaged_content_is_reported(tmp_path: Path) -> None:
    lines = "".join(shown(SENTENCE, n * 7919 % 97, n * 104729 % 811) for n in range(60))
    data = zlib.compress(lines.encode())
    path = _with_content(tmp_path / "a.pdf", data[: len(data) * 2 // 3], [Name.FlateDecode])
    (page,) = read_document(path, workers=1).pages
    assert "reader.damaged_content" in {check_id for check_id, _, _ in page.problems}


def test_rubbish_before_the_header_is_tolerated(tmp_path: Path) -> None:
    plain = write(tmp_path / "a.pdf", shown(SENTENCE, 50, 700))
    (tmp_path / "b.pdf").write_bytes(b"\r\nHTTP header\r\n" + plain.read_bytes())
    (page,) = read_document(tmp_path / "b.pdf", workers=1).pages
    assert page.chars_total == len(SENTENCE)


ENGLISH = "Regional plans are made by the municipalities and the central town for all of their residents. "


@pytest.mark.parametrize("share_damaged", [0.0, 1.0])
def test_another_language_is_told_from_damage(tmp_path: Path, share_damaged: float) -> None:
    rng = random.Random(5)
    letters = "abcdefghijklmnopqrstuvwxyz"
    text = "".join(
        rng.choice(letters) if c.isalpha() and rng.random() < share_damaged else c for c in ENGLISH
    )
    lines = "".join(shown(text, 20, 700 - 20 * n, 5) for n in range(6))
    with pytest.raises(named.NotJapaneseText) as told:
        read_document(write(tmp_path / "a.pdf", lines), workers=1)
    assert told.value.details["is_foreign"] is (share_damaged == 0.0)


def test_a_foreign_text_with_accents_and_a_few_kanji_is_not_broken(tmp_path: Path) -> None:
    lines = shown("Les préfets révisés à la fin de l'été, où l'État a déjà décidé: 道府県 " * 2, 20, 700, 5)
    path = write(tmp_path / "a.pdf", lines)
    assert read_document(path, workers=1, require_japanese=False).pages[0].chars_total
