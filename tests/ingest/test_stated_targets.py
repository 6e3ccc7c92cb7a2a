"""KPIs in running sentences: what is taken, and what is left alone. Names and figures are invented."""

from __future__ import annotations

import pytest

from corpus.pages import Block, BlockKind, Evidence
from ingest.sections import Section
from ingest.stated_targets import stated_kpis
from tests.ingest.test_values import shown


def told(words: str, title: str = "取組", around: int | None = 2021) -> list[tuple[str, str, list[str]]]:
    """(indicator, baseline, targets) of a paragraph under a heading."""
    place = (Evidence(1, ((0.0, 0.0, 10.0, 10.0),), words),)
    section = Section(Block(BlockKind.HEADING, title, place))
    section.blocks.append(Block(BlockKind.PARAGRAPH, words, place))
    return [(p.indicator, shown(p.baseline), [shown(t) for t in p.targets]) for p, _ in stated_kpis(section, around)]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (
            "2032年までにバスの新車販売に占める電動車の割合を80％とすることを目指す。",
            [("バスの新車販売に占める電動車の割合", "none", ["80% @2032年"])],
        ),
        (
            "令和8年度末までに「防災計画」（防災まちづくり特別法）を作成した市町村数450市町村、「交通計画」の策定件数900件を目指す。",
            [
                ("「防災計画」を作成した市町村数", "none", ["450市町村 @2026年度"]),
                ("「交通計画」の策定件数", "none", ["900件 @2026年度"]),
            ],
        ),
        (
            "関係者の連携を図ることにより、2024年度において農産物の直売の規模を300億円にすることを目指す。",
            [("農産物の直売の規模", "none", ["3e+10円 @2024年度"])],
        ),
        (
            "2031年までに全国の小水力発電施設数（個人の施設を含む。）を現在の約70施設から倍増させることを目指す。",
            [("全国の小水力発電施設数", "70施設 約", ["2倍 @2031年 change"])],
        ),
        (
            "衣類の廃棄量が、2031年度までに2005年度比で半減するとともに、再利用が進むことを目指す。",
            [("衣類の廃棄量", "none", ["? @2031年度 change"])],
        ),
        (
            "2029年度までに少なくとも70か所での先行モデル地域の創出に向けて、取組を進める。",
            [("先行モデル地域", "none", ["70か所 @2029年度 以上"])],
        ),
        (
            "2030年までに技術を確立し、2045年までに輸入飼料の使用量の25％低減を目指す。",
            [("輸入飼料の使用量", "none", ["25% @2045年 change"])],
        ),
    ],
)
def test_sentence(words: str, wanted: list[tuple[str, str, list[str]]]) -> None:
    assert told(words) == wanted


def test_a_goal_heading_says_what_its_nominal_lines_aim_at() -> None:
    line = "2045年までに輸入飼料の使用量の25％低減"
    assert told(line, "絵姿・目標") == [("輸入飼料の使用量", "none", ["25% @2045年 change"])]
    assert told(line, "現状") == []


@pytest.mark.parametrize(
    "words",
    [
        "2019年度に来訪者数を500万人とすることを目指した。",  # past, and no aim
        "2019年度までに来訪者数を500万人とすることを目指す。",  # a year before the document
        "来訪者数を500万人とすることを目指す。",  # no year
        "2030年までに来訪者数を増やすことを目指す。",  # no value
        "2030年までに500万人を目指す。",  # nothing counted
        "2030年までに市内の3か所に拠点を設け、住民が集う社会を目指す。",  # the value is not what is aimed at
        "この調査では、2030年には高齢者の割合が35％になると見込まれる。",  # a forecast
        "2030年には建物の約40％に設備が導入され、2040年には100％導入されていることを目指す。",  # two things in one
        "2025年までにこれを100％とすることを目指す。",  # a pronoun
    ],
)
def test_left_alone(words: str) -> None:
    assert told(words) == []
