"""A small made-up edition with a record of every kind, for the tests of tables and publishing."""

from __future__ import annotations

from decimal import Decimal

from extractors import records as r
from extractors.geometry import Box
from pipeline.registry import Zone, ZoneMember

ZONE = Zone(
    zone_id="kita-minami",
    name="北・南定住自立圏",
    members=(
        ZoneMember(name="北市", role="central", jis_code="032093"),
        ZoneMember(name="南町", role="partner", jis_code="034029"),
    ),
)
PREFIX = "kita-minami:2019-03:"


def piece(text: str, page: int = 1, x0: float = 10.004) -> r.Piece:
    return r.Piece(box=Box(page, x0, 20.0, 30.126, 40.0), raw_text=text, reader="pdfium", agreement="agree")


def facts(**changed: object) -> r.EditionFacts:
    known: dict[str, object] = {
        "zone_name": "北・南定住自立圏",
        "title": "北・南定住自立圏共生ビジョン",
        "publisher": "北市",
        "published": "2019-03",
        "plan_start_fiscal_year": 2019,
        "plan_end_fiscal_year": 2020,
        "page_count": 3,
        "text_source": "text_layer",
        "source_sha256": "ab" * 32,
        "layout_profile": "made-up",
    }
    return r.EditionFacts(**{**known, **changed})


def kpi(number: int, **changed: object) -> r.Kpi:
    known: dict[str, object] = {
        "kpi_id": f"m01:k{number}",
        "measure_id": "m01",
        "ordinal": number,
        "indicator": "利用者数",
        "is_cumulative": False,
        "baseline_value": Decimal("100.0"),
        "baseline_unit": "%",
        "baseline_year": 2018,
        "baseline_period_kind": "fiscal_year",
        "baseline_missing_reason": None,
        "baseline_raw": "100.0%",
        "target_value": Decimal("0.11"),
        "target_value_max": None,
        "target_unit": "倍",
        "target_comparator": "=",
        "target_year": 2020,
        "target_period_kind": "fiscal_year",
        "target_missing_reason": None,
        "target_raw": "0.11倍",
        "note": None,
    }
    return r.Kpi(**{**known, **changed})


def measure(number: int, name: str = "施策", **changed: object) -> r.Measure:
    known: dict[str, object] = {
        "measure_id": f"m{number:02}",
        "ordinal": number,
        "agreement_id": "a01",
        "policy_area": "生活機能",
        "field": "医療",
        "item": None,
        "name": name,
        "content": "一つ目の段落。\n二つ目の段落。",
        "effect": "効果",
        "role_sharing": None,
        "note": None,
        "page_first": 2,
        "page_last": 3,
        "sources": {"name": (piece(name, 2), piece("つづき", 3)), "effect": (piece("効\r\n果", 3),)},
    }
    return r.Measure(**{**known, **changed})


def budget(year: int, amount_yen: int | None, raw: str = "1,000", **changed: object) -> r.Budget:
    known: dict[str, object] = {
        "measure_id": "m01",
        "fiscal_year": year,
        "funding": "total",
        "amount_yen": amount_yen,
        "missing_reason": None if amount_yen is not None else "blank",
        "amount_raw": raw,
        "unit_raw": "千円",
        "sources": {"amount_yen": (piece(raw, 2),)},
    }
    return r.Budget(**{**known, **changed})


def statistic(table_id: str, row_label: str, value: Decimal | None) -> r.Statistic:
    return r.Statistic(
        table_id=table_id,
        row_label=row_label,
        column_label="減少率",
        table_title="【表1】",
        value=value,
        unit=None,
        missing_reason=None,
        raw="▲29.48",
        year=2040,
        is_projection=True,
        sources={"value": (piece("▲29.48"),)},
    )


def records() -> tuple[r.Record, ...]:
    return (
        r.Member(municipality="北市", role="central", ordinal=1),
        r.Member(municipality="南町", role="partner", ordinal=2),
        r.Section(
            section_id="s001", ordinal=1, parent_section_id=None, level=1, label="I", title="名称", page=1,
            text="本文", toc_printed_page=1, toc_page_matches=True,
        ),
        r.Section(
            section_id="s002", ordinal=2, parent_section_id="s001", level=2, label="1", title="位置", page=1,
            text="=SUM(A1)", toc_printed_page=None, toc_page_matches=None,
        ),
        r.Agreement(
            agreement_id="a01", section_id="s002", policy_area="生活機能", field="医療", item=None,
            content="取組", page=2,
        ),
        r.AgreementRole(agreement_id="a01", municipality="北市", role_text="行う"),
        r.AgreementRole(agreement_id="a01", municipality="南町", role_text=None),
        measure(2, "後の施策"),
        measure(1, "先の施策"),
        r.MeasureMunicipality(measure_id="m01", municipality="北市", ordinal=1),
        r.MeasureMunicipality(measure_id="m02", municipality="南町", ordinal=1),
        r.MeasureRole(measure_id="m01", municipality="北市", role_text="北市の役割"),
        r.MeasureField(measure_id="m01", label="国県補助事業等の名称", text="-"),
        kpi(1),
        kpi(2, baseline_value=None, baseline_missing_reason="blank", baseline_raw=""),
        budget(2019, 1_000_000),
        budget(2020, None, raw=""),
        r.Schedule(measure_id="m01", activity="事業の実施", fiscal_year=2019, is_active=True),
        r.Schedule(measure_id="m01", activity="事業の実施", fiscal_year=2020, is_active=False),
        r.Project(measure_id="m01", ordinal=1, municipality="北市", name='"引用",カンマ'),
        r.Project(measure_id="m01", ordinal=2, municipality=None, name="@共同"),
        statistic("t1", "北市", Decimal("-29.48")),
        r.Footnote(
            footnote_id="fn01", table_name="budgets", row_id="m01/2019/total", marker="※", text="見込", page=3
        ),
        r.PageCoverage(
            page=1, chars_total=10, chars_in_tables=4, chars_headings=1, chars_prose=3, chars_furniture=1,
            chars_unclaimed=1,
        ),
    )  # fmt: skip


def extraction(*findings: r.Finding, extra: tuple[r.Record, ...] = (), **changed: object) -> r.Extraction:
    return r.Extraction(
        facts=facts(**changed),
        facts_sources={"title": (piece("北・南定住自立圏共生ビジョン"),)},
        records=(*records(), *extra),
        findings=findings,
    )
