from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnknownDocument, UsageError
from index.library import Library
from search.answer import answer
from search.filters import NO_FILTERS, Filters, both, read_filters
from search.query import understand
from search.retrieve import search
from tests.search.conftest import PLAN, TOWN


def texts(library: Library, query: str, filters: Filters | None = None) -> list[str]:
    return [hit.text for hit in search(library, query, k=20, filters=filters)]


def test_filters_are_read_off_the_query_and_leave_the_rest() -> None:
    filters, rest = read_filters(
        '文書:みらい市 期間:2020-2024 発行:"内閣 官房" 種類:KPI 省庁:総務省 目標:③ ページ:3-5 雇用'
    )
    assert rest == "雇用"
    assert filters == Filters(("みらい市",), (2020, 2024), ("内閣 官房",), ("kpi",), ("総務省",), ("③",), (3, 5))


def test_filters_are_read_in_full_width_too() -> None:
    question = understand("期間：令和２年度〜令和６年度　種類：施策　同一段落　空き家　改修")
    assert question.filters == Filters(period=(2020, 2024), kinds=("measure",), same_paragraph=True)
    assert question.subject == "空き家 改修"


@pytest.mark.parametrize(
    "query", ["種類:ロボット 雇用", "期間:いつか 雇用", "ページ:0 雇用", "ページ:5-3 雇用", "ページ:x 雇用"]
)
def test_a_filter_that_cannot_be_understood_is_refused(query: str) -> None:
    with pytest.raises(UsageError) as refused:
        understand(query)
    assert refused.value.code == "bad_filter"


def test_filters_alone_find_nothing_to_search_for() -> None:
    with pytest.raises(UsageError, match="探す言葉"):
        understand("文書:mirai 同一段落")


def test_colons_inside_words_are_no_filters() -> None:
    for query in ("対象期間:5年", "時期12:30の会議", "https://example.jp/目標:3"):
        assert understand(query).filters == NO_FILTERS


def test_filters_of_the_query_win_over_those_given_beside_it() -> None:
    assert both(Filters(pages=(1, 2)), Filters(pages=(3, 4), kinds=("kpi",))) == Filters(pages=(1, 2), kinds=("kpi",))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(UsageError):
        filters, rest = read_filters(text)
        assert isinstance(filters, Filters)
        assert len(rest) <= len(text)


def test_documents_are_told_by_file_id_or_title(library: Library) -> None:
    for name in ("mirai", TOWN[:6], "未来戦略の概要"):
        assert {h.document for h in search(library, f"文書:{name} 2030年 設置")} == {TOWN}
    with pytest.raises(UnknownDocument):
        search(library, "文書:どこにもない 設置")


def test_publisher_and_period(library: Library) -> None:
    assert {h.document for h in search(library, "推進", filters=Filters(publishers=("あおば県",)))} == {PLAN}
    assert texts(library, "期間:1999 施策") == []


def test_pages(library: Library) -> None:
    assert {h.page for h in search(library, "ページ:2-3 人材 支援 推進", k=20)} <= {2, 3}
    assert {h.page for h in search(library, "支援", filters=Filters(pages=(1, 1)))} == {1}


def test_kinds_are_those_of_the_records_that_stand_there(library: Library) -> None:
    kpis = texts(library, "人材 支援 転入者 伸び率", Filters(kinds=("kpi",)))
    assert sorted(kpis) == ["20代の転入者数:年間400人(2029年度)", "市外の企業との取引額の伸び率:県平均以上(2029年)"]
    assert all(text.startswith("・") for text in texts(library, "種類:施策 文書:mirai 支援 人材"))
    assert texts(library, "種類:表 支援") == []


def test_goals_by_number_or_name_with_all_under_them(library: Library) -> None:
    for goal in ("②", "政策目標②", "選ばれるまち"):
        found = texts(library, "支援 人材 商社 転入者", Filters(goals=(goal,)))
        assert any("女性の起業支援" in text for text in found)
        assert any("転入者数" in text for text in found)
        assert not any("地域商社" in text or "取引額" in text for text in found)


def test_ministries_in_charge_or_named(library: Library) -> None:
    assert texts(library, "省庁:環境部 整備") == ["森林の整備は環境部が担当する。"]
    assert texts(library, "省庁:財務部 整備") == []


def test_words_in_one_paragraph(library: Library) -> None:
    assert all("起業" in t and "支援" in t for t in texts(library, "同一段落 起業 支援"))
    assert texts(library, "同一段落 起業 商社") == []
    assert texts(library, "起業 商社")


def test_phrases_are_found_wherever_they_stand_and_minus_words_never(library: Library) -> None:
    assert len(texts(library, '"設置"')) == sum("設置" in text for text in texts(library, "設置"))
    assert not any("市" in text for text in texts(library, "設置 -市"))
    assert not any("本部" in text for text in texts(library, "設置 -本部"))


def test_numbers_are_the_same_with_and_without_commas() -> None:
    def forms(text: str) -> set[str]:
        return {word.form for word in understand(text).words}

    assert forms("1,500団体") == forms("1500団体") == forms("１，５００団体")


def test_answers_keep_to_the_filters(library: Library) -> None:
    assert [i.text for i in answer(library, "目標:② 施策を一覧で 文書:mirai").items] == [
        "女性の起業支援", "職場改革の推進", "デジタル人材の育成",
    ]  # fmt: skip
    assert not answer(library, "20代の転入者数の目標は", filters=Filters(publishers=("あおば県",))).answered
