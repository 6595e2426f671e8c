"""Radical code points that PDF fonts put in the place of ordinary ideographs, and what they stand for.

A font that draws ⻑ (U+2ED1) and 長 (U+9577) with one glyph lets a PDF writer name either; the text layer
then holds the radical although the page shows the ordinary character. Unicode's compatibility decomposition
covers the Kangxi block but only two characters of the CJK Radicals Supplement, so the supplement has its own
table, taken from the `Equivalent_Unified_Ideograph` property of Unicode 14.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_SUPPLEMENT: Final = """
⺁厂 ⺂乛 ⺃乚 ⺄乙 ⺅亻 ⺆冂 ⺇𠘨 ⺈刀 ⺉刂 ⺊卜 ⺋㔾 ⺌小 ⺍小 ⺎兀 ⺏尣 ⺐尢 ⺑𡯂 ⺒巳 ⺓幺 ⺔彑 ⺕彐 ⺖忄
⺗心 ⺘扌 ⺙攵 ⺛旡 ⺜日 ⺝月 ⺞歺 ⺟母 ⺠民 ⺡氵 ⺢氺 ⺣灬 ⺤爫 ⺥爫 ⺦丬 ⺧牛 ⺨犭 ⺩王 ⺪𤴔 ⺫目 ⺬示 ⺭礻
⺮𥫗 ⺯糹 ⺰纟 ⺱罓 ⺲罒 ⺳㓁 ⺴冗 ⺵𦉫 ⺶羊 ⺷𦍌 ⺸𦍋 ⺹耂 ⺺肀 ⺻聿 ⺼肉 ⺽𦥑 ⺾艹 ⺿艹 ⻀艹 ⻁虎 ⻂衤 ⻃覀
⻄西 ⻅见 ⻆角 ⻇𧢲 ⻈讠 ⻉贝 ⻊𧾷 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏邑 ⻐钅 ⻑長 ⻒镸 ⻓长 ⻔门 ⻕𨸏 ⻖阝 ⻗雨 ⻘青 ⻙韦
⻚页 ⻛风 ⻜飞 ⻝食 ⻞𩙿 ⻟飠 ⻠饣 ⻡𩠐 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ⻯竜
⻰龙 ⻱龜 ⻲亀 ⻳龟
"""

# The decomposition gives the traditional 戶 and 黑; Japanese fonts draw these radicals for 戸 and 黒.
_JAPANESE: Final = {"⼾": "戸", "⿊": "黒"}


def _table() -> dict[str, str]:
    kangxi = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    supplement = {pair[0]: pair[1] for pair in _SUPPLEMENT.split()}
    return {**kangxi, **supplement, **_JAPANESE}


RADICALS: Final[dict[str, str]] = _table()
