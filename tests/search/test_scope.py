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
