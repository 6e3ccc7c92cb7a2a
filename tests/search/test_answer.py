from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import UnknownDocument, UsageError
from corpus.ingested import Ingested
from corpus.pages import Block, BlockKind, Evidence, Passage
from corpus.records import Document
from index.library import Library
from index.snapshot import build_snapshot
from ingest.evidence import verified
from search.answer import answer
from search.citations import Answer
from search.state import state_of
from tests.search.conftest import TOWN, page_of

CHOSEN = ["女性の起業支援", "職場改革の推進", "デジタル人材の育成"]


def texts(given: Answer) -> list[str]:
    return [item.text for item in given.items]


@pytest.mark.parametrize(
    "question",
    [
        "選ばれるまちになるための施策は？",
        "「選ばれるまち」の具体的な施策を教えて",
        "政策目標②の施策をすべて",
        "選ばれるまち 取組 一覧",
    ],
)
def test_a_goals_measures_are_complete_and_in_document_order(library: Library, question: str) -> None:
    given = answer(library, question)
    assert (given.answered, given.kind, texts(given)) == (True, "set", CHOSEN)
    for item in given.items:
        (citation,) = item.citations
        assert (citation.file, citation.page) == ("mirai.pdf", 2)
        assert item.text in citation.quote
        assert citation.boxes


def test_a_group_in_other_words_gives_its_measures(library: Library) -> None:
    assert texts(answer(library, "魅力のある働く場をつくる取組は？")) == CHOSEN[:2]


def test_words_that_the_container_leaves_over_choose_among_its_members(library: Library) -> None:
    assert texts(answer(library, "選ばれるまちの施策のうち女性に関するもの")) == ["女性の起業支援"]
    assert texts(answer(library, "デジタル人材に関する施策")) == ["デジタル人材の育成"]
    assert texts(answer(library, "環境部が担当する施策")) == ["森林の整備"]


def test_goals_of_a_document(library: Library) -> None:
    given = answer(library, "みらい市の政策目標をすべて")
    assert texts(given) == ["稼げる産業", "選ばれるまち"]
    assert "① 稼げる産業" in given.text
    assert texts(answer(library, "政策目標②は何ですか")) == ["選ばれるまち"]
    assert answer(library, "みらい市の政策目標④の施策").kind == "none"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("市外との取引額のKPIは？", "県平均以上（2029年）"),
        ("稼げる産業 KPI 目標値", "県平均以上（2029年）"),
        ("20代の転入者数の目標は何人？", "年間310人（2024年度） → 年間400人（2029年度）"),
    ],
)
def test_a_value_comes_with_its_year_and_row(library: Library, question: str, said: str) -> None:
    given = answer(library, question)
    assert given.kind == "value"
    assert said in given.text
    assert given.citations[0].page == 2


def test_all_kpis_are_a_set(library: Library) -> None:
    given = answer(library, "みらい市のKPIをすべて")
    assert given.kind == "set"
    assert len(given.items) == 2


def test_members_of_a_body_by_post(library: Library) -> None:
    assert texts(answer(library, "未来戦略本部の本部員は？")) == ["総務部長", "産業部長"]
    assert texts(answer(library, "未来戦略本部の本部長は誰ですか")) == ["市長"]


def test_roles_shifts_and_ministries(library: Library) -> None:
    assert texts(answer(library, "市民の役割は？")) == ["地域活動に参加する"]
    shift = answer(library, "空き家対策はこれまでとこれからでどう変わる？")
    assert "除却を中心に" in shift.text
    assert "活用を中心に" in shift.text
    assert texts(answer(library, "森林の整備を担当するのはどの部ですか")) == ["環境部"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("未来戦略本部はいつ設置されたか", "2024年5月20日"),
        ("令和6年に設置された本部は", "未来戦略本部を設置"),
        ("みらい市 未来戦略 対象期間", "2025年度から2029年度まで"),
        ("県の施設に太陽光パネルをつける割合は2030年に何%か", "50%"),
    ],
)
def test_passage_questions_quote_the_sentence(library: Library, question: str, said: str) -> None:
    given = answer(library, question)
    assert given.kind == "passage"
    assert said in given.text
    assert said in given.citations[0].quote


def test_an_enumeration_in_a_sentence_is_a_set(library: Library) -> None:
    given = answer(library, "空き家の活用は、どの3つの観点で支援しますか")
    assert (given.kind, texts(given)) == ("set", ["相談窓口", "改修補助", "活用事例の共有"])


@pytest.mark.parametrize(
    "question",
    [
        "火星への移住支援は？",
        "女性の起業支援の予算額はいくらですか",
        "デジタル人材の育成は何人が目標ですか",
        "未来戦略本部の議長は誰が務めますか",
        "未来戦略本部の本部長の氏名は？",
        "地域商社の設立はいつですか",
        "地域商社の設立とはどのような施策ですか",
        "あおば県の空き家対策は？",
        "職場改革の推進の担当省はどこですか",
    ],
)
def test_what_the_library_does_not_say_is_declined(library: Library, question: str) -> None:
    given = answer(library, question)
    assert (given.answered, given.kind, given.items, given.citations) == (False, "none", (), ())
    assert "見つかりませんでした" in given.text


def test_a_decline_names_the_missing_word_and_what_is_nearest(library: Library) -> None:
    given = answer(library, "火星への移住支援は？")
    assert "「火星」" in given.text
    assert "近い記載：" in given.text


def test_every_citation_stands_on_its_page(library: Library) -> None:
    questions = ("選ばれるまちの施策は？", "20代の転入者数の目標", "本部はいつ設置されたか", "市民の役割は？")
    for question in questions:
        given = answer(library, question)
        assert given.citations
        for citation in given.citations:
            page = library.page(citation.document, citation.page)
            assert verified(page, Evidence(citation.page, citation.boxes, citation.quote))


def test_a_document_may_be_named(library: Library) -> None:
    assert answer(library, "2030年の太陽光発電の目標", document="mirai").kind == "none"
    assert answer(library, "2030年の太陽光発電の目標", document="aoba").answered
    with pytest.raises(UnknownDocument):
        answer(library, "目標", document="absent")


def test_a_set_says_where_each_thing_belongs(library: Library) -> None:
    assert "・女性の起業支援〔②選ばれるまち > 魅力ある働く場〕" in answer(library, "政策目標②の施策をすべて").text


def test_a_topic_never_gives_a_whole_document(library: Library) -> None:
    assert answer(library, "未来に関する施策").kind != "set"
    assert answer(library, "環境に関する施策").kind != "set"
    assert len(answer(library, "みらい市の施策をすべて").items) == 5


@pytest.mark.parametrize("question", ["予算総額はいくらですか", "いつ決定されましたか", "補助率は何%ですか"])
def test_a_question_about_nothing_named_is_asked_back(library: Library, question: str) -> None:
    given = answer(library, question)
    assert given.kind == "none"
    assert "文書名" in given.text


def test_kpis_of_a_year_in_either_calendar(library: Library) -> None:
    for question in ("2029年度が目標年のKPI", "令和11年度が目標年のKPI"):
        assert len(answer(library, question).items) == 2


def test_what_is_kept_of_a_library_follows_its_changes(library: Library) -> None:
    kept = state_of(library)
    assert state_of(library) is kept
    build_snapshot(library).close()
    assert state_of(library) is not kept


@pytest.mark.parametrize("question", ["", "😀\x00", "あ" * 100_000])
def test_questions_that_cannot_be_asked(library: Library, question: str) -> None:
    with pytest.raises(UsageError):
        answer(library, question)


@pytest.fixture
def listed(tmp_path: Path) -> Iterator[Library]:
    """A library of one page with numbered headings and a note."""
    lines = (
        "重点対策① 屋根の太陽光発電", "PPAモデル(※)による発電設備の導入を進める。", "※電力購入契約の略称である。",
        "重点対策② 循環経済への移行", "食品の廃棄を減らす。", "会議の日程を定める。", "統計は毎月公表する。",
    )  # fmt: skip
    page = page_of(1, lines)
    kinds = {"重": BlockKind.HEADING, "※": BlockKind.NOTE}
    blocks = tuple(
        Block(
            kinds.get(line.text[0], BlockKind.PARAGRAPH),
            line.text.split(" ")[-1],
            (Evidence(1, (line.box,), line.text),),
            number=line.text.split(" ")[0] if " " in line.text else None,
        )
        for line in page.lines
    )
    passages = tuple(
        Passage(f"{TOWN}:p:{n}", TOWN, "body", (), line.text, (Evidence(1, (line.box,), line.text),))
        for n, line in enumerate(page.lines, start=1)
    )
    pdf = tmp_path / "made.pdf"
    pdf.write_bytes(b"%PDF-1.4\n")
    with Library.create_or_open(tmp_path / "library") as library:
        library.add(
            Ingested(Document(TOWN, "a" * 64, "made.pdf", "工程", 1), (page,), blocks, (), (), passages, ()), pdf
        )
        build_snapshot(library).close()
        yield library


def test_the_name_behind_the_number_of_a_printed_list(listed: Library) -> None:
    assert texts(answer(listed, "重点対策②は何ですか")) == ["循環経済への移行"]
    assert answer(listed, "重点対策⑨は何ですか").kind == "none"


def test_an_abbreviation_that_the_next_note_explains(listed: Library) -> None:
    assert "電力購入契約" in answer(listed, "PPAモデルとは何の略ですか").text
