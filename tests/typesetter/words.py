"""Stuff for made visions: municipalities, headings, sentences, projects, indicators. All in reading form."""

from __future__ import annotations

import random

ZONES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("北上川流域", ("北上市", "西和賀町")),
    ("花巻・遠野", ("花巻市", "遠野市", "紫波町")),
    ("奥州・金ケ崎", ("奥州市", "金ケ崎町")),
    ("新庄最上", ("新庄市", "金山町", "最上町", "大蔵村")),
    ("大船渡・気仙", ("大船渡市", "住田町")),
    ("横手・湯沢", ("横手市", "湯沢市", "羽後町", "東成瀬村")),
)
AREAS = ("生活機能の強化", "結びつきやネットワークの強化", "圏域マネジメント能力の強化")
FIELDS = ("医療", "福祉", "産業振興", "教育及び文化", "環境", "地域公共交通", "交通インフラ整備", "人材育成")
ITEMS = (
    "救急医療体制の確保",
    "子育て支援の充実",
    "地場産品のブランド化と販路の拡大",
    "図書館の相互利用の促進",
    "ごみ処理施設の広域的な運用及び循環型社会の形成に向けた取組の推進",
    "生活バス路線の維持",
    "幹線道路の整備促進",
    "職員の合同研修",
    "観光ルートの形成と「みちのく」情報の発信",
)
_TARGETS = (
    "圏域内の住民",
    "子育て世代",
    "観光客及び交流人口",
    "中小企業・小規模事業者",
    "高校生をはじめとする若者",
    "一人暮らしの高齢者、障がい者",
    "新規就農者(認定農業者を含む)",
)
_PURPOSES = (
    "の安心で健やかな暮らしを支えるため",
    "の利便性の向上を図るため",
    "の定着につながる「学び」と「出会い」の機会を広げるため",
    "のニーズが多様化、高度化していることを踏まえ",
    "の移動手段を確保し、日常生活を支えるため",
)
_MEANS = (
    "関係機関と連携した相談体制の整備",
    "ICTを活用した情報の共有",
    "近隣市町村との合同イベント(年3回程度)の開催",
    "SNS等によるPR及び首都圏でのプロモーション",
    "施設の改修、設備の更新その他必要な環境整備",
    "6次産業化に取り組む団体への補助",
    "国道4号と市町道を結ぶ路線の改良",
    "Web会議を用いた専門職(保健師、栄養士等)の研修",
)
_VERBS = (
    "を行う。",
    "を進める。",
    "に取り組む。",
    "を実施し、その成果を圏域全体に広げる。",
    "を支援するとともに、周知に努める。",
)
_KINDS = ("運営事業", "支援事業", "整備事業", "推進事業費補助金", "促進事業", "対策事業")
_THEMES = (
    "休日夜間診療",
    "ファミリー・サポート・センター",
    "(仮称)広域子育て拠点",
    "地域公共交通",
    "スポーツ合宿誘致",
    "移住・定住",
    "農産物加工（米粉、果実等）",
    "DMO",
    "観光Wi-Fi",
    "図書館システム共同利用",
    "空き家バンク",
    "道路新設改良",
)
_MEASURES = ("", "安心", "広域", "地域内発型", "次世代", "圏域一体")
INDICATORS: tuple[tuple[str, str], ...] = (
    ("相談窓口の利用者数", "人"),
    ("研修、セミナー等の参加者数", "人"),
    ("圏域内の宿泊者数", "人"),
    ("新規の立地企業数(累計)", "社"),
    ("商品化した件数(累計)", "件"),
    ("イベントの開催回数", "回"),
    ("1日当たりの利用台数", "台"),
    ("支援した地域数", "地域"),
    ("成立した組数(累計)", "組"),
    ("登録された資産の数", "資産"),
    ("住民アンケートで「満足している」と答えた人の割合", "%"),
    ("市道及び町村道の改良率", "%"),
)


def sentence(rng: random.Random) -> str:
    """One sentence of 40 to 90 characters."""
    return rng.choice(_TARGETS) + rng.choice(_PURPOSES) + "、" + rng.choice(_MEANS) + rng.choice(_VERBS)


def prose(rng: random.Random, paragraphs: int = 1) -> str:
    """Paragraphs of one to three sentences, "\\n" between them, the later ones opened by a conjunction."""
    out = []
    for i in range(paragraphs):
        text = "".join(sentence(rng) for _ in range(rng.randint(1, 2 if i else 3)))
        out.append(text if i == 0 else rng.choice(("また、", "あわせて、", "さらに、")) + text)
    return "\n".join(out)


def listed(rng: random.Random) -> str:
    """A sentence and a list of two to five marked points under it."""
    marks = rng.choice(("・・・・・", "①②③④⑤", "○○○○○"))
    points = rng.sample(_MEANS, rng.randint(2, 5))
    return "\n".join([sentence(rng), *(mark + point for mark, point in zip(marks, points, strict=False))])


def project_name(rng: random.Random) -> str:
    """A project's name, sometimes with brackets that hold a 、."""
    return rng.choice(_THEMES) + rng.choice(_KINDS)


def measure_name(rng: random.Random) -> str:
    """A measure's name."""
    return rng.choice(_MEASURES) + rng.choice(_THEMES[:-1]) + rng.choice(("事業", "推進事業", "対策事業"))


def joined_names(names: tuple[str, ...]) -> str:
    """Names as prose lists them: A及びB; A、B及びC."""
    return "、".join(names[:-1]) + "及び" + names[-1] if len(names) > 1 else names[0]
