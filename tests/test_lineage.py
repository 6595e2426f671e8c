"""Which measure continues which: names, clear scores, doubt told, a person's word above all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.conform import Tables
from pipeline.lineage import (
    Decision,
    Lineage,
    StaleLineageError,
    load_decisions,
    match_measures,
    with_lineage,
)
from pipeline.registry.errors import RegistryInvalidError
from tests.revised_edition import NEW, OLD, ZONE, published_tables, vision_2020
from tests.typesetter.model import Measure, Vision
from tests.typesetter.vision2019 import vision_2019

OLD_VISION = vision_2019()
BUS, ROADS, CHILDREN, MOVING, WEDDING, SCHOOL = 24, 26, 3, 28, 29, 18


def tables_of(vision: Vision, edition_id: str = NEW) -> Tables:
    return published_tables(vision, edition_id)


def matched(vision: Vision, decisions: tuple[Decision, ...] = (), **options: Any) -> Lineage:
    return match_measures(tables_of(OLD_VISION, OLD), tables_of(vision), decisions, **options)


def key_of(found: Lineage, local_id: str) -> str:
    return found.keys[f"{ZONE}:{NEW}:{local_id}"].removeprefix(f"{ZONE}:")


def edited(*replaced: tuple[int, tuple[Measure, ...]]) -> Vision:
    return OLD_VISION.with_measures(dict(replaced))


def measure(index: int, **changed: Any) -> Measure:
    return replace(OLD_VISION.measures()[index], **changed)


def checks(found: Lineage) -> list[tuple[str, str | None]]:
    return [(finding.check_id, finding.row_id) for finding in found.findings]


def test_without_an_edition_before_every_measure_is_its_own_first() -> None:
    found = match_measures(None, tables_of(OLD_VISION))
    assert all(key == measure_id for measure_id, key in found.keys.items())
    assert not found.findings


def test_the_same_names_carry_on_however_they_are_folded() -> None:
    respelled = measure(BUS, name="生活バス路線\n対策　事業")
    found = matched(edited((BUS, (respelled,))))
    assert [key.split(":")[2] for key in found.keys.values()] == [f"m{n:02}" for n in range(1, 32)]
    assert {match.how for match in found.matches} == {"name"}
    assert not found.findings


def test_a_key_is_that_of_the_first_edition_also_where_it_is_not_at_hand() -> None:
    old = tables_of(OLD_VISION, OLD)
    old["measures"][0]["measure_key"] = f"{ZONE}:2014-03:m09"
    found = match_measures(old, tables_of(OLD_VISION))
    assert key_of(found, "m01") == "2014-03:m09"


def test_a_renamed_measure_carries_on_by_what_it_does() -> None:
    found = match_measures(tables_of(OLD_VISION, OLD), tables_of(vision_2020()))
    assert key_of(found, "m26") == f"{OLD}:m25"
    (match,) = [one for one in found.matches if one.new_id.endswith(":m26")]
    assert match.how == "score" and 0.55 < match.score < 1


def test_a_new_measure_takes_nobodys_key_though_one_was_dropped() -> None:
    found = match_measures(tables_of(OLD_VISION, OLD), tables_of(vision_2020()))
    assert key_of(found, "m32") == f"{NEW}:m32"


def test_a_measure_that_moves_to_another_field_carries_on() -> None:
    moved = edited((BUS, ()), (0, (measure(0), measure(BUS, name="地域の足を守る事業"))))
    assert key_of(matched(moved), "m02") == f"{OLD}:m25"


def test_two_candidates_as_good_as_each_other_are_told_and_not_guessed() -> None:
    twins = (measure(BUS, name="路線バス維持事業"), measure(BUS, name="バス路線の維持事業"))
    found = matched(edited((BUS, twins)))
    assert [key_of(found, local) for local in ("m25", "m26")] == [f"{NEW}:m25", f"{NEW}:m26"]
    assert {check for check, _ in checks(found)} == {"lineage.split"}
    assert f"{ZONE}:{OLD}:m25" in found.findings[0].params["keys"]
    assert found.findings[0].params["heir"] == ""


def test_a_likely_but_unclear_origin_is_a_warning_with_its_candidates() -> None:
    old = measure(BUS)
    vague = measure(
        BUS,
        name="地域の移動を支える取組",
        content=old.content[:40] + "ほか、移動に困る住民の暮らしを支える各種の取組を幅広く展開する。",
        projects=old.projects[:1],
    )
    found = matched(edited((BUS, (vague,))))
    assert checks(found) == [("lineage.ambiguous", "m25")]
    assert "生活バス路線対策事業" in (found.findings[0].expected or "")
    assert key_of(found, "m25") == f"{NEW}:m25"


def test_measures_that_share_only_the_language_of_the_trade_are_strangers() -> None:
    stranger = measure(
        BUS, name="データ利活用基盤整備事業", content="圏域の統計を公開し、民間の活用を促す。",
        projects=(), kpis=(),
    )  # fmt: skip
    found = matched(edited((BUS, (stranger,))))
    assert not found.findings
    assert key_of(found, "m25") == f"{NEW}:m25"


def test_a_split_whose_name_stays_is_reported_with_its_heir() -> None:
    found = match_measures(tables_of(OLD_VISION, OLD), tables_of(vision_2020()))
    (split,) = [one for one in found.findings if one.check_id == "lineage.split"]
    assert split.observed == "子育て環境整備事業、親子交流の場づくり事業"
    assert split.params["heir"] == "子育て環境整備事業"
    assert (key_of(found, "m04"), key_of(found, "m05")) == (f"{OLD}:m04", f"{NEW}:m05")


def test_a_merge_is_reported() -> None:
    one, other = (OLD_VISION.measures()[index] for index in (MOVING, WEDDING))
    merged = replace(
        one, content=one.content + "\n" + other.content, projects=(*one.projects, *other.projects)
    )
    found = matched(edited((MOVING, (merged,)), (WEDDING, ())))
    (finding,) = found.findings
    assert finding.check_id == "lineage.merged"
    assert finding.expected == "移住定住促進事業、結婚活動支援事業"
    assert finding.params["heir"] == "移住定住促進事業"


def test_equal_names_on_one_side_are_told_apart_by_what_they_do() -> None:
    same = edited((BUS, (measure(BUS, name="維持事業"),)), (ROADS, (measure(ROADS, name="維持事業"),)))
    found = matched(same)
    assert (key_of(found, "m25"), key_of(found, "m27")) == (f"{OLD}:m25", f"{OLD}:m27")


def test_a_name_that_went_over_to_another_measure_does_not_take_its_key_along() -> None:
    roads = OLD_VISION.measures()[ROADS].name
    swapped = edited((BUS, (measure(BUS, name=roads),)), (ROADS, (measure(ROADS, name="道を守る事業"),)))
    found = matched(swapped)
    assert (key_of(found, "m25"), key_of(found, "m27")) == (f"{OLD}:m25", f"{OLD}:m27")


def test_a_name_stays_where_everything_under_it_changed_and_nobody_else_claims_it() -> None:
    rewritten = measure(
        BUS,
        content="乗合の実証運行を行い、利用の実態を調べる。",
        projects=(),
        kpis=(),
        effect="移動が楽になる。",
    )
    found = matched(edited((BUS, (rewritten,))))
    assert key_of(found, "m25") == f"{OLD}:m25"
    assert found.findings == (), "its place and a part of its text are what they were"


def test_a_name_that_is_all_two_measures_share_is_told() -> None:
    """The measure of the name is dropped, and another one elsewhere takes its name."""
    used_anew = measure(
        SCHOOL,
        name=OLD_VISION.measures()[BUS].name,
        content="空いた校舎を芸術家に貸し、制作と展示の場とする。",
        projects=(),
        kpis=(),
    )
    found = matched(edited((BUS, ()), (SCHOOL, (measure(SCHOOL), used_anew))))
    (doubt,) = [one for one in found.findings if one.check_id == "lineage.name_alone"]
    assert (doubt.observed, doubt.params["keys"]) == (used_anew.name, f"{ZONE}:{OLD}:m25")


def test_a_measure_that_paused_takes_its_old_key_back() -> None:
    between = tables_of(edited((BUS, ())), "2020-03")
    first = tables_of(OLD_VISION, OLD)
    between = with_lineage(between, match_measures(first, between))
    again = tables_of(OLD_VISION, "2021-03")
    found = match_measures(between, again, earlier=[first])
    assert found.keys[f"{ZONE}:2021-03:m25"] == f"{ZONE}:{OLD}:m25"
    assert [match.how for match in found.matches].count("earlier") == 1


def decision(local_id: str, name: str, verdict: str, *keys: str) -> Decision:
    return Decision.model_validate(
        {
            "edition": NEW,
            "measure": local_id,
            "name": name,
            "decision": verdict,
            "keys": [f"{ZONE}:{key}" for key in keys],
            "reason": "確認した",
        }
    )


def test_a_decision_wins_over_a_name_and_silences_the_doubt() -> None:
    name = "生活バス路線対策事業"
    assert key_of(matched(OLD_VISION, (decision("m25", name, "new"),)), "m25") == f"{NEW}:m25"
    twins = (measure(BUS, name="路線バス維持事業"), measure(BUS, name="バス路線の維持事業"))
    rulings = (
        decision("m25", "路線バス維持事業", "continues", f"{OLD}:m25"),
        decision("m26", "バス路線の維持事業", "split", f"{OLD}:m25"),
    )
    found = matched(edited((BUS, twins)), rulings)
    assert (key_of(found, "m25"), key_of(found, "m26")) == (f"{OLD}:m25", f"{NEW}:m26")
    assert not found.findings


def test_a_decided_merge_takes_the_first_key_and_ends_the_others() -> None:
    one, other = (OLD_VISION.measures()[index] for index in (MOVING, WEDDING))
    merged = replace(one, name="移住・結婚支援事業", content=one.content + other.content)
    ruling = decision("m29", "移住・結婚支援事業", "merged", f"{OLD}:m30", f"{OLD}:m29")
    found = matched(edited((MOVING, (merged,)), (WEDDING, ())), (ruling,))
    assert key_of(found, "m29") == f"{OLD}:m30"
    assert not found.findings


@pytest.mark.parametrize(
    ("ruling", "observed"),
    [
        (decision("m99", "どこにもない事業", "new"), "m99"),
        (decision("m25", "もとの名前", "new"), "生活バス路線対策事業"),
        (decision("m25", "生活バス路線対策事業", "continues", f"{OLD}:m77"), f"{ZONE}:{OLD}:m77"),
    ],
)
def test_a_decision_that_no_longer_fits_is_critical_and_not_applied(ruling: Decision, observed: str) -> None:
    found = matched(OLD_VISION, (ruling,))
    (finding,) = found.findings
    assert (finding.check_id, finding.observed) == ("lineage.stale_decision", observed)
    assert key_of(found, "m25") == f"{OLD}:m25"


def test_a_key_of_an_edition_that_is_not_at_hand_is_taken_at_its_word() -> None:
    ruling = decision("m25", "生活バス路線対策事業", "continues", "2014-03:m08")
    assert key_of(matched(OLD_VISION, (ruling,)), "m25") == "2014-03:m08"


def test_decisions_on_other_editions_are_passed_over() -> None:
    ruling = decision("m25", "生活バス路線対策事業", "new").model_copy(update={"edition": "2021-03"})
    assert key_of(matched(OLD_VISION, (ruling,)), "m25") == f"{OLD}:m25"


RECORD = """
[[decisions]]
edition = "2020-03"
measure = "m25"
name = "地域公共交通維持確保事業"
decision = "continues"
keys = ["ichinoseki-hiraizumi:2019-03:m25"]
reason = "名称のみの変更"
decided_by = "企画課"
decided_on = 2020-04-01
"""


def test_the_record_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lineage.toml"
    assert load_decisions(path, [OLD]) == ()
    path.write_text(RECORD)
    (one,) = load_decisions(path, [OLD, NEW])
    assert one.carries == f"{ZONE}:{OLD}:m25"


def test_a_record_of_an_edition_that_is_not_registered_is_a_named_error(tmp_path: Path) -> None:
    path = tmp_path / "lineage.toml"
    path.write_text(RECORD)
    with pytest.raises(StaleLineageError) as told:
        load_decisions(path, [OLD])
    assert "2020-03" in told.value.message_ja and OLD in told.value.message_en


@pytest.mark.parametrize(
    "broken",
    [
        RECORD.replace("continues", "follows"),
        RECORD.replace('keys = ["ichinoseki-hiraizumi:2019-03:m25"]', "keys = []"),
        RECORD.replace('keys = ["ichinoseki-hiraizumi:2019-03:m25"]', 'keys = ["m25"]'),
        RECORD.replace("reason", "because"),
        RECORD + RECORD,
        RECORD + RECORD.replace('measure = "m25"', 'measure = "m26"'),
    ],
    ids=["verdict", "no key", "short key", "unknown word", "twice on one", "one key twice"],
)
def test_a_record_that_contradicts_itself_is_a_named_error(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "lineage.toml"
    path.write_text(broken)
    with pytest.raises(RegistryInvalidError):
        load_decisions(path, [OLD, NEW])
