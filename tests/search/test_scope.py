import pytest

from corpus.records import Document
from search.query import understand
from search.scope import scope_of

DOCUMENTS = [
    Document(str(i), "", file, title, 1, publisher)
    for i, (file, title, publisher) in enumerate(
        [
            ("mori_senryaku.pdf", "森野村まち・ひと・しごと創生総合戦略（2015〜2019年度）", "北海道森野村"),
            ("mori_vision.pdf", "森野村人口ビジョン", "北海道森野村"),
            ("gaiyo.pdf", "「地域産業に関する基本戦略」の概要について", "内閣府"),
            ("yosan.pdf", "令和8年度 川辺区当初予算（案）概要", "東京都川辺区"),
        ]
    )
]


@pytest.mark.parametrize(
    ("question", "files"),
    [
        ("森野村の総合戦略の基本目標は", ["mori_senryaku.pdf"]),
        ("森野村の人口ビジョンの推計", ["mori_vision.pdf"]),
        ("森野村のふるさと納税の目標", ["mori_senryaku.pdf", "mori_vision.pdf"]),
        ("地域産業に関する基本戦略の予算総額", ["gaiyo.pdf"]),
        ("川辺区の予算", ["yosan.pdf"]),
        ("gaiyo の施策", ["gaiyo.pdf"]),
    ],
)
def test_documents_are_named_by_place_title_or_file(question: str, files: list[str]) -> None:
    scope = scope_of(understand(question), DOCUMENTS)
    assert scope.named
    assert [d.file for d in scope.documents] == files


@pytest.mark.parametrize(
    "question",
    ["市町村と都道府県の役割の違い", "東京都の人口", "内閣府が担当する施策", "基本戦略とは", "総合戦略の対象期間"],
)
def test_words_that_name_no_document_leave_all(question: str) -> None:
    scope = scope_of(understand(question), DOCUMENTS)
    assert not scope.named
    assert list(scope.documents) == DOCUMENTS


VERSIONS = [
    Document("1", "", "first.pdf", "まち総合振興戦略", 1, "", decided_on="2014-12-27"),
    Document("2", "", "second.pdf", "第2期「まち総合振興戦略」", 1, "", decided_on="2019-12-20"),
    Document("3", "", "revised.pdf", "まち総合振興戦略(2023改訂版)", 1, "", decided_on="2023-12-26"),
]


@pytest.mark.parametrize(
    ("question", "files"),
    [
        ("まち総合振興戦略の目標", ["first.pdf", "revised.pdf"]),
        ("第2期まち総合振興戦略の目標", ["second.pdf"]),
        ("2014年のまち総合振興戦略の目標", ["first.pdf"]),
        ("令和元年のまち総合振興戦略の目標", ["second.pdf"]),
        ("まち総合振興戦略(2023改訂版)の目標", ["revised.pdf"]),
    ],
)
def test_versions_are_told_apart_by_year_or_number(question: str, files: list[str]) -> None:
    assert [d.file for d in scope_of(understand(question), VERSIONS).documents] == files
