"""A citation to be pasted names document, decision, section, page and words."""

from __future__ import annotations

from app.quoting import citation_text, path_at
from corpus.ingested import Ingested
from corpus.pages import Evidence, Passage
from corpus.records import Document


def test_a_citation_names_everything(ingested: Ingested) -> None:
    text = citation_text(ingested.document, ("第1章 地方", "(1) 人材"), 3, "女性の\n起業 support\nprogram")
    assert (
        text == "『まちの総合戦略』（2025年12月23日本部決定）第1章 地方 > (1) 人材、p.3「女性の起業 support program」"
    )


def test_what_is_not_known_is_left_out() -> None:
    assert citation_text(Document("d", "d", "計画.pdf", "", 9), (), 2, "") == "『計画.pdf』p.2"


def test_the_section_is_that_of_the_passage_under_most_of_the_boxes() -> None:
    def passage(name: str, page: int, top: float) -> Passage:
        return Passage(name, "d", "paragraph", (name,), name, (Evidence(page, ((0, top, 100, top + 20),), name),))

    passages = [passage("甲", 1, 0), passage("乙", 1, 20), passage("丙", 2, 20)]
    assert path_at(passages, 1, [(0, 15, 100, 40)]) == ("乙",)
    assert path_at(passages, 2, [(0, 15, 100, 40)]) == ("丙",)
    assert path_at(passages, 3, [(0, 15, 100, 40)]) == ()
