"""The invented zone of the guide (docs/example): what its two visions print, told apart from the reading.

The PDFs were printed by Chromium from a page of these contents: A4 landscape, one table a measure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

Amounts = tuple[int | None, ...]
YEARS = (2024, 2025, 2026, 2027, 2028)
MEMBERS = ("みどり野市", "川瀬町", "山戸村")
MILLION_YEN = 1_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A measure as printed: KPIs as (indicator, baseline, target), amounts in million yen a year."""

    area: str
    item: str
    name: str
    kpis: tuple[tuple[str, str, str], ...]
    period: tuple[int, int]
    total: Amounts
    subsidy: Amounts
    roles: tuple[str, ...]
    scheme: str = ""

    @property
    def own(self) -> Amounts:
        """一般財源: the rest."""
        return tuple(
            None if t is None or s is None else t - s for t, s in zip(self.total, self.subsidy, strict=True)
        )


LIFE, LINKS, CAPACITY = "生活機能の強化", "結びつきやネットワークの強化", "圏域マネジメント能力の強化"

EDITION_2024 = (
    Sheet(
        LIFE, "救急医療体制の確保", "休日夜間急患センター運営事業",
        (("休日夜間急患センターの受診者数", "5,120人", "5,400人"),
         ("救急搬送の圏域内完結率", "87.5%", "90.0%")),
        (2024, 2028), (42, 42, 43, 43, 44), (12, 12, 12, 12, 12),
        ("急患センターを運営し、医師の確保に努める。", *["住民への周知を行い、運営費の一部を負担する。"] * 2),
        "医療提供体制推進事業費補助金",
    ),
    Sheet(
        LIFE, "子育て支援の充実", "病児保育広域利用事業",
        (("病児保育の延べ利用者数", "310人", "450人"), ("利用登録者数", "128人", "200人")),
        (2024, 2028), (18, 18, 19, 19, 20), (6, 6, 6, 6, 6),
        ("施設を運営し、受入れを行う。", *["利用者の負担金を支払う。"] * 2), "子ども・子育て支援交付金",
    ),
    Sheet(
        LIFE, "高齢者支援の充実", "成年後見センター共同設置事業",
        (("相談件数", "96件", "150件"), ("市民後見人の登録者数", "4人", "12人以上")),
        (2025, 2028), (None, 7, 7, 8, 8), (None, 3, 3, 4, 4),
        ("センターを設置し、運営する。", "運営に参画し、費用を負担する。"),
    ),
    Sheet(
        LINKS, "地域公共交通の維持", "広域路線バス運行維持事業",
        (("年間利用者数", "48,200人", "50,000人"), ("収支率", "31%", "35%")),
        (2024, 2028), (1060, 1060, 1075, 1075, 1090), (400, 400, 410, 410, 420),
        ("運行事業者に補助し、協議会を開く。", *["運行費を負担し、利用を促す。"] * 2),
        "地域公共交通確保維持改善事業費補助金",
    ),
    Sheet(
        LINKS, "移住の促進", "移住相談会共同開催事業",
        (("相談会を通じた移住者数(累計)", "0人", "60人"), ("相談会の開催回数", "2回", "4回")),
        (2024, 2027), (4, 4, 4, 4, 0), (2, 2, 2, 2, 0),
        ("相談会を企画し、運営する。", *["相談員を派遣する。"] * 2), "デジタル田園都市国家構想交付金",
    ),
    Sheet(
        CAPACITY, "職員の育成", "職員合同研修事業",
        (("合同研修の受講者数", "85人", "120人"), ("人事交流者数", "1人", "3人")),
        (2024, 2028), (1, 1, 1, 1, 1), (0, 0, 0, 0, 0),
        ("研修を企画し、実施する。", *["職員を参加させる。"] * 2),
    ),
)  # fmt: skip

_EMERGENCY, _CHILDREN, _GUARDIANS, _BUSES, _, _TRAINING = EDITION_2024
EDITION_2025 = (
    replace(
        _EMERGENCY,
        total=(42, 45, 45, 45, 46),
        kpis=(("休日夜間急患センターの受診者数", "5,120人", "5,600人"), _EMERGENCY.kpis[1]),
    ),
    replace(_CHILDREN, name="病児・病後児保育広域利用事業"),
    _GUARDIANS,
    _BUSES,
    replace(_TRAINING, total=(1, 1, 2, 2, 2)),
    Sheet(
        CAPACITY, "行政手続のオンライン化", "オンライン申請共同利用事業",
        (("オンライン申請の件数", "1,200件", "6,000件"), ("対象手続数", "15件", "80件")),
        (2025, 2028), (None, 9, 6, 6, 6), (None, 4, 2, 2, 2),
        ("仕組みを調達し、運営する。", *["共同で利用し、費用を負担する。"] * 2), "デジタル基盤改革支援補助金",
    ),
)  # fmt: skip
