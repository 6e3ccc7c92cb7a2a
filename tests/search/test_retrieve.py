from pathlib import Path

import numpy as np
import pytest

from corpus.errors import UnknownDocument
from corpus.ingested import Ingested
from corpus.pages import Evidence, Passage
from corpus.records import Document
from index.library import Library
from index.snapshot import build_snapshot
from search.answer import answer
from search.evaluation import evaluate_pages
from search.retrieve import main_place, search
from tests.search.conftest import PLAN, TOWN, page_of


def test_the_passage_with_the_words_comes_first_with_its_page_and_box(library: Library) -> None:
    hit = search(library, "太陽光発電の導入割合")[0]
    assert (hit.document, hit.file, hit.page, hit.rank) == (PLAN, "aoba.pdf", 1, 1)
    assert hit.boxes == ((40.0, 60.0, 40.0 + 10 * len(hit.evidence[0].quote), 70.0),)
    assert {"発電", "導入"} <= set(hit.words)
    assert hit.lexical > 0


def test_hits_are_ranked_and_at_most_k(library: Library) -> None:
    hits = search(library, "施策 推進 人材 支援", k=3)
    assert [h.rank for h in hits] == [1, 2, 3]
    assert sorted((h.score for h in hits), reverse=True) == [h.score for h in hits]


def test_a_document_limits_the_search(library: Library) -> None:
    assert {h.document for h in search(library, "2030年 設置", document="mirai")} == {TOWN}
    with pytest.raises(UnknownDocument):
        search(library, "設置", document="nowhere")


def test_minus_words_and_phrases_filter(library: Library) -> None:
    assert any("女性の起業支援" in h.text for h in search(library, "支援"))
    assert not any("女性" in h.text for h in search(library, "支援 -女性"))
    hits = search(library, '"職場改革の推進"')
    assert hits
    assert all("職場改革の推進" in h.text for h in hits)


def test_the_year_of_the_other_calendar_is_found(library: Library) -> None:
    assert search(library, "令和6年5月")[0].text.startswith("みらい市では、2024年5月20日")


def test_the_page_of_a_passage_that_crosses_pages_is_the_one_with_the_words() -> None:
    crossing = (
        Evidence(4, ((0, 0, 1, 1),), "前の章の続きの文です。"),
        Evidence(5, ((0, 0, 2, 2),), "空き家の改修を"),
        Evidence(5, ((0, 2, 2, 4),), "支援します。"),
    )
    place = main_place(crossing, frozenset({"空き家", "改修", "支援"}))
    assert place.page == 5
    assert place.boxes == ((0, 0, 2, 2), (0, 2, 2, 4))


def test_pages_are_the_unit_of_evaluate_pages(library: Library, tmp_path_factory: pytest.TempPathFactory) -> None:
    questions = tmp_path_factory.mktemp("questions") / "q.tsv"
    questions.write_text(
        "id\tdocument\tpage\tcontext\tquestion\n"
        "1\tmirai\t3\tbox\t未来戦略本部の本部員\n2\taoba\t1\ttext\t温室効果ガスは何%削減するか\n",
        encoding="utf-8",
    )
    report = evaluate_pages(library, questions)
    assert report["queries"] == 2
    assert report["success@1"] == 1.0


def test_a_reranker_of_the_settings_judges_the_best_anew(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    class Shortest:
        def judge(self, question: str, texts: list[str]) -> np.ndarray:
            return -np.array([len(text) for text in texts], np.float32)

    settings = library.folder / "settings.toml"
    before = search(library, "人材 支援 推進 設置", k=40)
    monkeypatch.setattr("index.reranker.load_reranker", lambda name: Shortest() if name == "m" else None)
    settings.write_text('[reranker]\nname = "m"\n', encoding="utf-8")
    try:
        hits = search(library, "人材 支援 推進 設置", k=40)
    finally:
        settings.unlink()
    lengths = [len("\n".join([*hit.path, hit.text])) for hit in hits]
    assert lengths == sorted(lengths)
    assert {hit.text for hit in hits} == {hit.text for hit in before}
    assert [hit.score for hit in hits] == [hit.score for hit in before]


def test_passages_that_say_the_same_are_told_with_the_best(library: Library) -> None:
    for hit in search(library, "支援", k=20):
        assert all(place.page >= 1 and place.document in (TOWN, PLAN) for place in hit.same)


def test_a_query_in_kana_finds_what_is_printed_in_kanji(library: Library) -> None:
    assert "太陽光発電" in search(library, "たいようこうはつでん")[0].text
    assert "職場改革" in search(library, "しょくばかいかく")[0].text


def made(tmp_path: Path, *pages: tuple[str, ...], kind: str = "body") -> Library:
    """A library of one document, every line of whose pages is a passage."""
    read = tuple(page_of(number, texts) for number, texts in enumerate(pages, start=1))
    passages = tuple(
        Passage(f"{TOWN}:p:{n}", TOWN, kind, (), line.text, (Evidence(page.number, (line.box,), line.text),))
        for n, (page, line) in enumerate(((page, line) for page in read for line in page.lines), start=1)
    )
    document = Document(TOWN, "a" * 64, "made.pdf", "手引き", len(pages))
    tmp_path.mkdir(exist_ok=True)
    pdf = tmp_path / "made.pdf"
    pdf.write_bytes(b"%PDF-1.4\n")
    library = Library.create_or_open(tmp_path / "library")
    library.add(Ingested(document, read, (), (), (), passages, ()), pdf)
    build_snapshot(library).close()
    return library


def test_the_page_that_answers_both_halves_of_a_question_comes_first(tmp_path: Path) -> None:
    with made(
        tmp_path,
        ("空き家の改修、移住者の通勤、農地の相談の窓口を置く。", "融資の利率は国債に準じる。"),
        ("空き家の改修に50万円を補助する。", "移住者の通勤に月1万円を支給する。"),
        ("貿易の統計は毎月公表する。", "株式の配当金は秋に受け取る。"),
    ) as library:
        asked = "空き家の改修にいくら補助しますか。また、移住者の通勤にいくら支給しますか。"
        assert search(library, asked)[0].page == 2
        scores = [hit.score for hit in search(library, asked)]
        assert scores == sorted(scores, reverse=True)


def test_words_in_pictures_are_found_but_never_quoted(tmp_path: Path) -> None:
    sentence = ("空き家の改修には50万円を補助する。",)
    others = ("貿易の統計は毎月公表する。", "株式の配当金は秋に受け取る。", "融資の利率は国債に準じる。")
    for kind, answered in (("body", True), ("picture", False)):
        with made(tmp_path / kind, sentence, others, kind=kind) as library:
            assert search(library, "空き家の改修")[0].page == 1
            given = answer(library, "空き家の改修にいくら補助しますか")
            assert given.answered is answered
            assert answered or sentence[0] not in given.text
