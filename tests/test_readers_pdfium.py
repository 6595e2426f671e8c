"""The reader of record: what is on a page, where a person sees it, and what nobody sees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from extractors.readers.errors import EncryptedPdf, PageOutOfRange, PageUnreadable, TooManyObjects
from extractors.readers.limits import Limits
from extractors.readers.pdfium import PageObjects, PdfiumDocument
from extractors.readers.pdfminer import PdfminerDocument
from tests.readers_pdfs import A4, add_page, font, form, shown, write

VISION = Path("raw/ichinoseki-hiraizumi/2019-03/vision.pdf")


def read(path: Path, number: int = 1, unit: float = 1.0, limits: Limits | None = None) -> PageObjects:
    document = PdfiumDocument(path, limits or Limits())
    try:
        return document.read(number, unit)
    finally:
        document.close()


def text_of(page: PageObjects, *, hidden: bool = False) -> str:
    return "".join(c["text"] for c in page.objects.get("char", ()) if c["hidden"] is hidden)


def problems_of(page: PageObjects) -> dict[str, str]:
    return {check_id: detail for check_id, detail, _ in page.problems}


def test_characters_have_place_size_font_and_colour(tmp_path: Path) -> None:
    page = read(write(tmp_path / "a.pdf", shown("圏域", 100, 700, 10.5, before="1 0 0 rg")))
    first, second = page.objects["char"]
    assert (first["text"], second["text"]) == ("圏", "域")
    assert first["x0"] == pytest.approx(100) and first["x1"] == pytest.approx(110.5, abs=0.01)
    assert second["x0"] == pytest.approx(110.5, abs=0.01)
    assert first["top"] < 842 - 700 < first["bottom"]
    assert first["size"] == pytest.approx(10.5) and "HeiseiMin" in first["fontname"]
    assert first["non_stroking_color"] == (1.0, 0.0, 0.0) and first["upright"]


HIDDEN = {
    "invisible": shown("隠", 50, 700, before="3 Tr"),
    "clip only": shown("隠", 50, 700, before="7 Tr"),
    "white": shown("隠", 50, 700, before="1 g"),
    "transparent": shown("隠", 50, 700, before="/Clear gs"),
    "tiny": shown("隠", 50, 700, 0.3),
    "painted over": shown("隠", 50, 700) + "1 g 40 690 100 40 re f\n",
    "clipped away": "q 300 300 10 10 re W n\n" + shown("隠", 50, 700) + "Q\n",
}


@pytest.mark.parametrize("operators", HIDDEN.values(), ids=HIDDEN.keys())
def test_text_nobody_sees_is_hidden_not_dropped(tmp_path: Path, operators: str) -> None:
    page = read(write(tmp_path / "a.pdf", shown("見", 50, 500) + operators))
    assert text_of(page) == "見"
    assert text_of(page, hidden=True) == "隠"


SEEN = {
    "white on dark": "0.2 g 40 690 100 40 re f\n" + shown("白", 50, 700, before="1 g"),
    "on a shaded cell": "0.9 g 40 690 100 40 re f\n" + shown("白", 50, 700, before="0 g"),
    "stroked": shown("白", 50, 700, before="1 Tr 0 G 1 g"),
    "white with an outline": shown("白", 50, 700, before="2 Tr 0 G 1 g"),
    "white, then its outline": shown("白", 50, 700, before="1 g")
    + shown("白", 50, 700, before="1 Tr 0 G 1 g"),
    "under a rule": shown("白", 50, 700) + "0 g 40 704 100 0.5 re f\n",
    "under a see-through mark": shown("白", 50, 700) + "/Clear gs 1 1 0 rg 40 690 100 40 re f\n",
    "inside its clip": "q 40 690 100 40 re W n\n" + shown("白", 50, 700) + "Q\n",
}


@pytest.mark.parametrize("operators", SEEN.values(), ids=SEEN.keys())
def test_text_a_person_sees_is_not_hidden(tmp_path: Path, operators: str) -> None:
    page = read(write(tmp_path / "a.pdf", operators))
    assert text_of(page) == "白"
    assert not page.problems


def test_white_text_that_is_outlined_as_well_is_not_told_as_hidden(tmp_path: Path) -> None:
    """Browsers paint outlined letters (袋文字) twice; PDFium itself drops an exact repeat."""
    white = shown("施策の体系", 50, 700, before="1 g") + shown("　役割", 50, 680, before="1 g")
    outlines = shown("施策の体系", 50, 700, 12.1, "1 Tr 0 G") + shown("　役割", 50, 680, 12.1, "1 Tr 0 G")
    page = read(write(tmp_path / "a.pdf", white + outlines))
    assert text_of(page).replace("\u3000", "") == "施策の体系役割"
    assert not page.problems


def test_text_outside_the_page_is_counted(tmp_path: Path) -> None:
    page = read(write(tmp_path / "a.pdf", shown("中", 50, 700) + shown("外側", 700, 700)))
    assert text_of(page) == "中"
    assert page.n_chars_outside == 2
    assert problems_of(page)["reader.text_outside_page"] == "2"


def test_overprinted_bold_counts_once_in_both_readers(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", shown("太字", 50, 700) + shown("太字", 50.3, 700) + shown("11", 50, 600))
    page = read(path)
    assert text_of(page) == "太字11"
    others = PdfminerDocument(path, Limits()).chars(1, page.frame)
    assert "".join(c["text"] for c in others) == "太字11"


def test_characters_beyond_the_basic_plane_are_one_character(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", shown("𠮷野", 50, 700))
    page = read(path)
    assert [c["text"] for c in page.objects["char"]] == ["𠮷", "野"]
    assert not page.problems


@pytest.mark.parametrize(
    ("cmap", "encoding"),
    [
        ("90ms-RKSJ-H", "cp932"),
        ("90msp-RKSJ-H", "cp932"),
        ("90ms-RKSJ-V", "cp932"),
        ("EUC-H", "euc_jp"),
        ("UniJIS-UCS2-H", "utf-16-be"),
        ("UniJIS-UCS2-HW-H", "utf-16-be"),
        ("UniJIS-UCS2-HW-V", "utf-16-be"),
        ("UniJIS-UTF16-V", "utf-16-be"),
    ],
)
def test_predefined_character_maps_in_both_readers(tmp_path: Path, cmap: str, encoding: str) -> None:
    text = "定住自立圏の取組「効果」1,234千円"
    with Pdf.new() as pdf:
        page = add_page(pdf, f"BT /F9 12 Tf 50 700 Td <{text.encode(encoding).hex()}> Tj ET")
        page.obj.Resources.Font.F9 = font(pdf, cmap)
        pdf.save(tmp_path / "a.pdf")
    page_read = read(tmp_path / "a.pdf")
    assert text_of(page_read) == text
    others = PdfminerDocument(tmp_path / "a.pdf", Limits()).chars(1, page_read.frame)
    assert "".join(c["text"] for c in others) == text


@pytest.mark.parametrize(
    "scheme",
    [
        {"R": 2, "aes": False, "metadata": False},
        {"R": 3, "aes": False, "metadata": False},
        {"R": 4, "aes": True},
        {"R": 6, "aes": True},
    ],
)
def test_a_document_that_only_forbids_changes_reads_like_any_other(
    tmp_path: Path, scheme: dict[str, Any]
) -> None:
    """RC4 with 40 and 128 bits, AES with 128 and 256: an owner's password, none to open it."""
    rights = pikepdf.Permissions(extract=False, accessibility=False, modify_other=False)
    with pikepdf.open(write(tmp_path / "a.pdf", shown("秘密でない", 50, 700))) as pdf:
        lock = pikepdf.Encryption(owner="secret", user="", allow=rights, **scheme)
        pdf.save(tmp_path / "b.pdf", encryption=lock)
    page = read(tmp_path / "b.pdf")
    assert text_of(page) == "秘密でない"
    others = PdfminerDocument(tmp_path / "b.pdf", Limits()).chars(1, page.frame)
    assert "".join(c["text"] for c in others) == "秘密でない"


def test_hyphen_at_a_line_end_is_kept(tmp_path: Path) -> None:
    page = read(write(tmp_path / "a.pdf", shown("AB-", 50, 700) + shown("CD", 50, 685)))
    assert text_of(page) == "AB-CD"


def test_vertical_writing_runs_down(tmp_path: Path) -> None:
    content = f"BT /FV 12 Tf 1 0 0 1 300 700 Tm <{'縦書き'.encode('utf-16-be').hex()}> Tj ET"
    path = write(tmp_path / "a.pdf", content)
    page = read(path)
    chars = page.objects["char"]
    assert [c["text"] for c in chars] == list("縦書き")
    assert [round(c["bottom"] - c["top"]) for c in chars] == [12, 12, 12]
    assert chars[0]["top"] < chars[1]["top"] < chars[2]["top"]
    assert all(c["x0"] == pytest.approx(294, abs=0.5) for c in chars)
    for mine, other in zip(chars, PdfminerDocument(path, Limits()).chars(1, page.frame), strict=True):
        assert (other["x0"], other["top"]) == pytest.approx((mine["x0"], mine["top"]), abs=1.5)


def _turned(x: float, y: float, rotation: int, box: tuple[float, ...]) -> tuple[float, float]:
    """Where a person sees a user-space point: turn the sheet by hand, a quarter at a time."""
    left, low, right, high = box
    x, y, width, height = x - left, high - y, right - left, high - low
    for _ in range(rotation // 90):
        x, y, width, height = height - y, x, height, width
    return x, y


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [A4, (30, 60, 500, 800)], ids=["whole", "cropped"])
@pytest.mark.parametrize("unit", [1, 2])
@pytest.mark.parametrize("shift", [0, -40])
def test_coordinates_are_those_of_the_displayed_page(
    tmp_path: Path, rotation: int, crop: tuple[float, ...], unit: float, shift: float
) -> None:
    media = tuple(side + shift for side in A4)
    crop = tuple(side + shift for side in crop)
    content = shown("町", 100, 200) + "100 200 m 300 200 l S\n"
    path = write(
        tmp_path / "a.pdf", content, box=media, Rotate=rotation, CropBox=Array(list(crop)), UserUnit=unit
    )
    second = PdfminerDocument(path, Limits())
    assert second.user_unit(1) == unit
    page = read(path, unit=second.user_unit(1))
    assert second.frame(1) == page.frame
    ends = [_turned(x, 200, rotation, crop) for x in (100, 300)]
    xs, ys = sorted(unit * x for x, _ in ends), sorted(unit * y for _, y in ends)
    (line,) = page.objects["line"]
    assert (line["x0"], line["top"], line["x1"], line["bottom"]) == pytest.approx(
        (xs[0], ys[0], xs[1], ys[1]), abs=0.02
    )
    assert line["linewidth"] == pytest.approx(unit)
    (char,) = page.objects["char"]
    middle_x, middle_y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    seen_x, seen_y = _turned(106, 205, rotation, crop)
    assert (middle_x, middle_y) == pytest.approx((unit * seen_x, unit * seen_y), abs=2 * unit)
    assert char["size"] == pytest.approx(12 * unit)
    assert char["upright"] is (rotation in (0, 180))
    (other,) = second.chars(1, page.frame)
    assert (other["x0"], other["top"]) == pytest.approx((char["x0"], char["top"]), abs=1.5 * unit)


def _drawn(tmp_path: Path, operators: str) -> dict[str, list[dict[str, Any]]]:
    return read(write(tmp_path / "a.pdf", operators)).objects


def test_paths_come_as_lines_rects_and_curves(tmp_path: Path) -> None:
    operators = (
        "0.5 w 1 0 0 RG 10 10 m 200 10 l S\n"
        "[3 2] 1 d 10 20 m 200 20 l S\n [] 0 d\n"
        "0.8 g 10 30 50 20 re f\n"
        "10 60 m 60 60 l 60 80 l 10 80 l h S\n"
        "10 100 m 60 100 l 60 120 l S\n"
        "10 130 m 20 140 30 140 40 130 c S\n"
        "10 150 m 10 160 l 90 150 m 90 160 l S\n"
    )
    found = _drawn(tmp_path, operators)
    plain, dashed, left, right = found["line"]
    assert (plain["linewidth"], plain["stroking_color"], plain["dash"]) == (0.5, (1.0, 0.0, 0.0), None)
    assert dashed["dash"] == ([3.0, 2.0], 1.0)
    assert (left["x0"], right["x0"]) == (10, 90)
    filled, stroked = found["rect"]
    assert filled["fill"] and not filled["stroke"]
    assert filled["non_stroking_color"] == pytest.approx((0.8,) * 3, abs=0.01)
    assert stroked["stroke"] and not stroked["fill"]
    corner, arc = found["curve"]
    assert [step[0] for step in corner["path"]] == ["m", "l", "l"] and len(corner["pts"]) == 3
    assert [step[0] for step in arc["path"]] == ["m", "c"] and len(arc["pts"]) == 2


def test_clips_cut_rules(tmp_path: Path) -> None:
    operators = "q 100 100 50 50 re W n 0 120 m 595 120 l S 0 300 m 595 300 l S Q\n"
    (line,) = _drawn(tmp_path, operators)["line"]
    assert (line["x0"], line["x1"]) == (100, 150)


def test_a_clip_cuts_an_outline_and_a_fill(tmp_path: Path) -> None:
    found = _drawn(tmp_path, "q 100 100 50 50 re W n 120 120 200 10 re S 0.5 g 90 90 20 20 re f Q\n")
    edges = sorted((edge["x0"], edge["top"], edge["x1"], edge["bottom"]) for edge in found["line"])
    assert edges == [(120, 712, 120, 722), (120, 712, 150, 712), (120, 722, 150, 722)]
    (fill,) = found["rect"]
    assert (fill["x0"], fill["x1"], fill["bottom"]) == (100, 110, 742)


def test_a_rule_on_the_edge_of_its_clip_is_kept(tmp_path: Path) -> None:
    found = _drawn(tmp_path, "q 100 100 50 50 re W n 0.6 w 99.8 100 m 99.8 150 l S Q\n")
    assert len(found["line"]) == 1


def test_form_objects_are_read_where_they_are_placed(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        page = add_page(pdf, "q 2 0 0 2 100 100 cm /X Do Q")
        inner = shown("様式", 10, 20, 6) + "q 0 0 60 60 re W n 0 5 m 100 5 l S Q"
        page.obj.Resources.XObject = Dictionary(X=form(pdf, inner, (1, 0, 0, 1, 5, 0)))
        pdf.save(tmp_path / "a.pdf")
    read_page = read(tmp_path / "a.pdf")
    first = read_page.objects["char"][0]
    assert (first["x0"], first["size"]) == pytest.approx((130, 12), abs=0.1)
    (line,) = read_page.objects["line"]
    assert (line["x0"], line["x1"], line["top"]) == pytest.approx((110, 230, 842 - 110), abs=0.1)


def test_annotations_and_fields_print_into_the_page(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        page = add_page(pdf, shown("本文", 50, 700))
        note = Dictionary(
            Type=Name.Annot,
            Subtype=Name.FreeText,
            Rect=Array([100, 600, 200, 620]),
            Contents="追記".encode("utf-16"),
            DA=b"/F1 12 Tf 0 g",
            F=4,
            AP=Dictionary(N=pdf.make_indirect(form(pdf, shown("追記", 5, 5)))),
        )
        note.AP.N.BBox = Array([0, 0, 100, 20])
        hidden = Dictionary({**note, "/F": 2, "/Contents": b"hidden"})
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), Contents=b"link")
        page.obj.Annots = Array([pdf.make_indirect(item) for item in (note, hidden, link)])
        pdf.save(tmp_path / "a.pdf")
    found = read(tmp_path / "a.pdf")
    assert text_of(found) == "本文追記"
    assert problems_of(found) == {"reader.annotation_text": "追記"}
    (box,) = [rect for _, _, rect in found.problems]
    assert box == pytest.approx((100, 842 - 620, 200, 842 - 600))


@pytest.mark.parametrize("base", ["ON", "OFF"])
def test_layers_that_are_off_are_hidden(tmp_path: Path, base: str) -> None:
    drawn = "100 100 m 200 100 l S "
    content = (
        f"/OC /L1 BDC {shown('下書', 50, 600)}{drawn}/X Do EMC /OC /L2 BDC {shown('本文', 50, 500)}{drawn}EMC"
    )
    with Pdf.new() as pdf:
        page = add_page(pdf, content)
        off, on = (pdf.make_indirect(Dictionary(Type=Name.OCG, Name=name)) for name in ("下書き", "Layer 2"))
        page.obj.Resources.Properties = Dictionary(L1=off, L2=on)
        page.obj.Resources.XObject = Dictionary(X=pdf.make_indirect(form(pdf, shown("様式", 10, 20))))
        view = {"OFF": {"/ON": Array([on])}, "ON": {"/OFF": Array([off])}}[base]
        view["/BaseState"] = Name("/" + base)
        pdf.Root.OCProperties = Dictionary(OCGs=Array([off, on]), D=Dictionary(view))
        pdf.save(tmp_path / "a.pdf")
    document = PdfiumDocument(tmp_path / "a.pdf", Limits())
    document.hidden_layers = PdfminerDocument(tmp_path / "a.pdf", Limits()).hidden_layers()
    found = document.read(1)
    assert text_of(found) == "本文"
    assert text_of(found, hidden=True) == "下書様式"
    assert len(found.objects["line"]) == 1


def test_images_are_placed_and_counted(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        page = add_page(pdf, "q 200 0 0 100 50 600 cm /Im Do Q")
        image = pdf.make_stream(b"\x80")
        image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 1, 1
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
        page.obj.Resources.XObject = Dictionary(Im=image)
        pdf.save(tmp_path / "a.pdf")
    (found,) = read(tmp_path / "a.pdf").objects["image"]
    assert (found["x0"], found["top"], found["x1"], found["bottom"]) == pytest.approx((50, 142, 250, 242))


def test_too_many_objects_is_a_named_error(tmp_path: Path) -> None:
    rules = "".join(f"0 {i % 800} m 100 {i % 800} l S\n" for i in range(300))
    path = write(tmp_path / "a.pdf", rules + shown("文字" * 40, 10, 10))
    for limits in (Limits(max_rules=200), Limits(max_objects=200), Limits(max_chars=50)):
        with pytest.raises(TooManyObjects) as caught:
            read(path, limits=limits)
        assert caught.value.page == 1 and caught.value.message_ja


def test_a_dense_map_is_thinned_out_and_said_so(tmp_path: Path) -> None:
    outlines = "".join(f"{n} 10 m {n + 7} 40 l {n + 13} 25 l S\n" for n in range(30))
    path = write(tmp_path / "a.pdf", outlines + "10 100 m 200 100 l S\n" + shown("図", 10, 300))
    page = read(path, limits=Limits(max_shapes=10, max_rules=5))
    assert (len(page.objects["curve"]), len(page.objects["line"])) == (10, 1)
    assert problems_of(page) == {"reader.dense_drawing": "20"}


def test_password_is_asked_for(tmp_path: Path) -> None:
    with pikepdf.open(write(tmp_path / "a.pdf", shown("秘密", 50, 700))) as pdf:
        pdf.save(tmp_path / "b.pdf", encryption=pikepdf.Encryption(user="secret", owner="o", R=6))
        pdf.save(tmp_path / "c.pdf", encryption=pikepdf.Encryption(user="", owner="o", R=6))
    with pytest.raises(EncryptedPdf):
        read(tmp_path / "b.pdf")
    with pytest.raises(EncryptedPdf):
        PdfminerDocument(tmp_path / "b.pdf", Limits())
    assert text_of(read(tmp_path / "c.pdf")) == "秘密"


def test_the_real_document_reads_the_same_with_both_readers() -> None:
    first, second = PdfiumDocument(VISION, Limits()), PdfminerDocument(VISION, Limits())
    assert first.page_count == 37 and second.page(37)
    with pytest.raises(PageOutOfRange):
        second.page(38)
    for number in (1, 2, 9, 14, 23):
        page = first.read(number)
        mine = sorted(c["text"] for c in page.objects["char"] if not c["text"].isspace())
        other = sorted(c["text"] for c in second.chars(number, page.frame) if not c["text"].isspace())
        assert mine == other
        assert not page.problems


def test_a_page_that_cannot_be_drawn_is_told_by_its_number(tmp_path: Path) -> None:
    """Drawing for OCR raised what no caller knows, of a page whose entry a mutation had made an array."""
    path = tmp_path / "a.pdf"
    write(path, shown("見", 50, 500))
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.Pages.Kids.append(pdf.make_indirect(Array([])))
        pdf.Root.Pages.Count = 2
        pdf.save(path)
    document = PdfiumDocument(path, Limits())
    try:
        with pytest.raises(PageUnreadable) as caught:
            document.draw(2, 1.0, (0, 0, 0, 0))
    finally:
        document.close()
    assert caught.value.page == 2
