"""The registry and the records of `raw/`: what is wrong is named by file, key and problem."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from extractors.errors import KyoseiError
from extractors.records import Member
from pipeline.registry import (
    discover_editions,
    edition_id,
    load_registry,
    resolve_zone,
    unknown_zone,
)
from pipeline.registry.errors import (
    EditionUnknownError,
    RegistryInvalidError,
    RegistryMissingError,
    SourceChangedError,
    ZoneNameMissingError,
    ZoneNotRegisteredError,
)
from pipeline.registry.zones import check_digit
from tests.edition_sample import facts

RAW = Path(__file__).parent.parent / "raw"
ZONE = "ichinoseki-hiraizumi"

ZONES = """
[[zones]]
zone_id = "kita"
name = "北・南定住自立圏"
other_names = ["北南圏域"]
[[zones.members]]
name = "北市"
jis_code = "032093"
role = "central"
[[zones.members]]
name = "南町"
jis_code = "034029"
role = "partner"
[[zones.link_rules]]
kind = "draft"
text = '[(（]案[)）]'
[[zones.link_rules]]
kind = "vision"
text = 'ビジョン'
uri = '\\.pdf$'
"""


@pytest.fixture
def raw(tmp_path):
    (tmp_path / "sources.toml").write_text(ZONES, encoding="utf-8")
    add_edition(tmp_path, "2019-03", "北のビジョン".encode())
    return tmp_path


def add_edition(raw_dir, edition, content, **changed):
    folder = raw_dir / "kita" / edition
    folder.mkdir(parents=True)
    (folder / "vision.pdf").write_bytes(content)
    known = {
        "file": "vision.pdf",
        "sha256": hashlib.sha256(content).hexdigest(),
        "source_uri": "https://example.jp/vision.pdf",
        **changed,
    }
    lines = [f'{key} = "{value}"' for key, value in known.items()]
    text = "\n".join(["[pdf]", *lines, "obtained = 2026-11-24", ""])
    (folder / "source.toml").write_text(text, encoding="utf-8")
    return folder


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_projects_own_registry_and_documents_are_valid():
    registry = load_registry(RAW)
    zone = registry.by_id[ZONE]
    assert [(member.name, member.jis_code) for member in zone.members] == [
        ("一関市", "032093"), ("平泉町", "034029")
    ]  # fmt: skip
    assert [page.uri for page in zone.landing_pages] == [
        "https://www.city.ichinoseki.iwate.jp/index.cfm/7,76015,125,html"
    ]
    edition = next(one for one in discover_editions(RAW, registry) if one.edition_id == "2019-03")
    assert edition.pdf_path and edition.transcript_path
    assert edition.document_path == edition.pdf_path
    assert "Not the city's file" in (edition.source.main.note_en or "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("第2次一関・平泉定住自立圏共生ビジョン［828KB pdfファイル］", "vision"),
        ("共生ビジョン（案）", "draft"),
        ("共生ビジョン 概要版", "outline"),
        ("共生ビジョン（別冊）事業費一覧表", "annex"),
        ("中心市宣言書", "declaration"),
        ("定住自立圏形成協定の一部を変更する協定書", "agreement"),
        ("懇談会委員名簿", None),
    ],
)
def test_links_of_the_citys_page_are_told_apart(text, kind):
    zone = load_registry(RAW).by_id[ZONE]
    assert zone.link_kind(text, "https://example.jp/a.pdf") == kind


def test_a_rule_needs_all_of_its_patterns(raw):
    zone = load_registry(raw).by_id["kita"]
    assert zone.link_kind("ビジョン", "https://example.jp/a.pdf") == "vision"
    assert zone.link_kind("ビジョン", "https://example.jp/a.html") is None


def test_zones_are_found_by_folded_names(raw):
    registry = load_registry(raw)
    assert registry.by_name("北・南　定住自立圏") is registry.by_id["kita"]
    assert registry.by_name("北南圏域") is registry.by_id["kita"]
    assert registry.by_name("東圏域") is None


def test_the_zone_of_a_document(raw):
    registry = load_registry(raw)
    members = [Member(municipality="東市", role="central", ordinal=1)]
    assert resolve_zone(registry, "北・南定住自立圏", members).zone_id == "kita"
    assert resolve_zone(registry, "東圏域", members, "kita").zone_id == "kita"
    made = resolve_zone(registry, "東 圏域", members)
    digest = hashlib.sha256("東圏域".encode()).hexdigest()[:8]
    assert (made.zone_id, made.is_registered) == (f"zone-{digest}", False)
    assert made.jis_codes == {"東市": None}
    assert made == unknown_zone("東 圏域", members)
    with pytest.raises(ZoneNotRegisteredError, match="kita"):
        resolve_zone(registry, None, members, "higashi")
    with pytest.raises(ZoneNameMissingError):
        resolve_zone(registry, None, members)


@pytest.mark.parametrize(
    ("code", "digit"), [("032093", 3), ("034029", 9), ("131016", 6), ("011002", 2), ("472018", 8)]
)
def test_check_digits(code, digit):
    assert check_digit(code) == digit == int(code[5])


@pytest.mark.parametrize(
    ("old", "new", "key", "problem"),
    [
        ('"032093"', '"032094"', "zones[0].members[0].jis_code", "should be 3"),
        ('"032093"', '"32093"', "zones[0].members[0].jis_code", "six digits"),
        ('jis_code = "032093"', "", "zones[0]", "without jis_code"),
        ('"central"', '"partner"', "zones[0]", "no central city"),
        ('"南町"', '"北市"', "zones[0]", "twice"),
        ('name = "北・南定住自立圏"', "", "zones[0].name", "required"),
        ('kind = "draft"', 'kind = "drafts"', "zones[0].link_rules[0].kind", "vision"),
        ('kind = "draft"', 'kinds = "draft"', "zones[0].link_rules[0].kinds", "did you mean 'kind'"),
        ("'ビジョン'", "'ビジョン('", "zones[0].link_rules[1].text", "regular expression"),
        ("[[zones.link_rules]]\nkind", "[[zones.link_rule]]\nkind", "zones[0].link_rule", "no such key"),
        ('"北南圏域"', '"北・南定住自立圏", "北南圏域"]\nlanding_pages = [{ uri = "www.example.jp" }',
         "zones[0].landing_pages[0].uri", "http"),
        ("[[zones]]", "[[zones]", "TOML", ""),
    ],
)  # fmt: skip
def test_a_bad_registry_is_told_by_file_key_and_problem(raw, old, new, key, problem):
    edit(raw / "sources.toml", old, new)
    with pytest.raises(RegistryInvalidError) as error:
        load_registry(raw)
    details = error.value.details
    assert details["file"] == str(raw / "sources.toml")
    assert details["key"] == key and problem in details["problem_en"]
    assert key in error.value.message_ja and key in error.value.message_en


def test_two_zones_of_one_name_are_refused(raw):
    text = (raw / "sources.toml").read_text(encoding="utf-8")
    (raw / "sources.toml").write_text(text + text.replace('"kita"', '"minami"'), encoding="utf-8")
    with pytest.raises(RegistryInvalidError, match="used twice"):
        load_registry(raw)


def test_no_registry_is_told(tmp_path):
    with pytest.raises(RegistryMissingError, match=r"sources\.toml"):
        load_registry(tmp_path)


def test_editions_come_in_order_with_their_paths(raw):
    add_edition(raw, "2014-03", b"old")
    (raw / "objects").mkdir()
    editions = discover_editions(raw, load_registry(raw))
    assert [edition.edition_id for edition in editions] == ["2014-03", "2019-03"]
    assert editions[1].pdf_path == raw / "kita" / "2019-03" / "vision.pdf"
    assert editions[1].transcript_path is None
    assert editions[1].decisions_path == raw / "kita" / "2019-03" / "decisions.toml"
    assert editions[1].lineage_path == raw / "kita" / "lineage.toml"


def test_a_document_may_be_a_stored_object(raw):
    content = b"from the web"
    name = hashlib.sha256(content).hexdigest() + ".pdf"
    (raw / "objects").mkdir()
    (raw / "objects" / name).write_bytes(content)
    add_edition(raw, "2020-03", content, file=f"../../objects/{name}")
    edition = discover_editions(raw, load_registry(raw))[1]
    assert edition.document_path.read_bytes() == content


def test_a_changed_document_is_an_error_that_shows_both_hashes(raw):
    (raw / "kita" / "2019-03" / "vision.pdf").write_bytes(b"another")
    with pytest.raises(SourceChangedError, match=hashlib.sha256(b"another").hexdigest()):
        discover_editions(raw, load_registry(raw))


@pytest.mark.parametrize("file", ["../../../etc/passwd", "no-such.pdf", "."])
def test_a_document_outside_raw_or_absent_is_refused(raw, file):
    add_edition(raw, "2021-03", b"x", file=file)
    with pytest.raises(RegistryInvalidError, match="no such file in raw/"):
        discover_editions(raw, load_registry(raw))


@pytest.mark.parametrize(
    ("prepare", "error"),
    [
        (lambda raw: (raw / "kita" / "2021-03").mkdir(), RegistryMissingError),
        (lambda raw: (raw / "kita" / "latest").mkdir(), RegistryInvalidError),
        (lambda raw: (raw / "higashi" / "2021-03").mkdir(parents=True), ZoneNotRegisteredError),
        (lambda raw: add_edition(raw, "2021-03", b"x", sha256="abc"), RegistryInvalidError),
        (lambda raw: edit(raw / "kita" / "2019-03" / "source.toml", "[pdf]", "[pdfs]"), RegistryInvalidError),
    ],
    ids=["no record", "no year and month", "unregistered zone", "bad hash", "unknown table"],
)
def test_a_bad_edition_is_told_and_does_not_hold_back_others(raw, prepare, error):
    add_edition(raw, "2014-03", b"old")
    prepare(raw)
    registry = load_registry(raw)
    with pytest.raises(error):
        discover_editions(raw, registry)
    told: list[tuple[str, str, KyoseiError]] = []
    editions = discover_editions(raw, registry, lambda *one: told.append(one))
    assert "2014-03" in [edition.edition_id for edition in editions]
    assert [type(one[2]) for one in told] == [error]


def test_an_editions_id_is_its_printed_month_and_a_number_where_taken():
    assert edition_id(facts()) == "2019-03"
    assert edition_id(facts(), {"2019-03"}) == "2019-03-2"
    assert edition_id(facts(), {"2019-03", "2019-03-2"}) == "2019-03-3"
    with pytest.raises(EditionUnknownError):
        edition_id(facts(published=None))
