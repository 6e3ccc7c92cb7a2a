"""What has no partner of its own kind, told where the other version has it after all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.records import Correspondence
from search.compare import compare_versions
from search.elsewhere import topic_of
from search.versions import Version
from tests.search.versions_made import goal, kpi, measures, version

OLD, NEW = "old", "new"


def of_old(old: Version, new: Version, id_: str) -> Correspondence:
    return next(c for c in compare_versions(old, new) if id_ in c.old)


def test_an_indicator_that_lives_on_as_a_measure() -> None:
    old = version(OLD, (), (), (kpi(OLD, 1, "東京圏から地方への移住者数", "1万人(2027年度)"),))
    found = of_old(old, measures(NEW, "地方創生移住支援事業", "港湾の改修"), "old:kpi:1")
    assert (found.type, found.related) == ("dropped", ("new:measure:0",))
    assert found.reasons == ("KPIとしては見当たらないが、新しい文書に施策「地方創生移住支援事業」がある",)
    assert found.kpi_changes[0].change == "dropped"


def test_a_goal_that_became_a_measure_and_the_way_back() -> None:
    goals = version(OLD, (goal(OLD, 1, "デジタル人材の育成・確保"),))
    one = measures(NEW, "デジタル人材の育成")
    assert of_old(goals, one, "old:goal:1").related == ("new:measure:0",)
    assert of_old(one, goals, "new:measure:0").related == ("old:goal:1",)


@pytest.mark.parametrize(
    ("name", "indicator"),
    [
        ("女性の起業支援", "女性の就業率"),
        ("関係人口の拡大", "5Gの人口カバー率"),
        ("移住支援金の支給", "空き家バンクの成約件数"),
    ],
)
def test_one_word_in_common_is_not_enough(name: str, indicator: str) -> None:
    new = version(NEW, (), (), (kpi(NEW, 1, indicator, "80%(2027年度)"),))
    assert of_old(measures(OLD, name), new, "old:measure:0").related == ()


def test_a_topic_that_only_the_text_mentions_is_quoted_with_its_page() -> None:
    said = "関係人口を生かし、都市と地方の間で人と技術が行き交う流れをつくる。"
    old = version(OLD, (), (), (kpi(OLD, 1, "関係人口の創出・拡大に取り組む団体数", "1,200団体(2027年度)"),))
    new = replace(measures(NEW, "文化財の保存"), sentences=(said,), pages={said: 4})
    (reason,) = of_old(old, new, "old:kpi:1").reasons
    assert reason == f"KPIとしては見当たらないが、新しい文書の本文（4頁）に「{said}」とある"


def test_what_the_other_version_does_not_name_at_all_is_said_so() -> None:
    (reason,) = of_old(
        measures(OLD, "文化財の保存"), version(NEW, (goal(NEW, 1, "強い経済"),)), "old:measure:0"
    ).reasons
    assert "施策が見当たらない" in reason


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("関係人口の創出・拡大に取り組む地方公共団体", "関係人口"),
        ("「転職なき移住」の推進", "転職なき移住"),
        ("官民連携によるスタートアップ支援", "スタートアップ支援"),
        ("東京圏から地方への移住者", "東京圏"),
    ],
)
def test_topics(name: str, topic: str) -> None:
    assert topic_of(name) == topic
