from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UsageError
from search.query import LONGEST, understand
from search.vocabulary import Asked, Aspect
from search.years import in_era, in_western, years_of


def forms(question: str) -> list[str]:
    return [word.form for word in understand(question).topic]


def test_polite_endings_and_question_words_are_no_part_of_the_subject() -> None:
    plain = forms("空き家の活用")
    for tail in ("について教えてください", "は？", "とは何ですか", "を説明して"):
        assert forms("空き家の活用" + tail) == plain


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("選ばれるまちになるための施策は？", Asked.MEASURES),
        ("政策目標②の施策", Asked.MEASURES),
        ("施策の目標値は", Asked.KPIS),
        ("４つの基本目標は", Asked.GOALS),
        ("本部員をすべて", Asked.BODIES),
        ("市町村の役割", Asked.ROLES),
        ("これまでの取組と今後の方向", Asked.SHIFTS),
        ("学校間連携の主な事業", Asked.PROJECTS),
        ("どの省が担当しますか", Asked.MINISTRIES),
    ],
)
def test_the_kind_asked_for_is_the_head_of_the_phrase(question: str, kind: Asked) -> None:
    assert understand(question).asked[0] is kind


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("寄附額はいくらですか", Aspect.MONEY),
        ("最低何か所ですか", Aspect.QUANTITY),
        ("延べ何日が目標ですか", Aspect.QUANTITY),
        ("いつ設置されましたか", Aspect.WHEN),
        ("議長は誰が務めますか", Aspect.WHO),
        ("どの省が進めますか", Aspect.MINISTRY),
        ("対象期間は", Aspect.PERIOD),
        ("なぜ増えないのですか", Aspect.REASON),
    ],
)
def test_the_aspect_asked_for_is_recognised(question: str, aspect: Aspect) -> None:
    assert aspect in understand(question).aspects


def test_days_that_are_counted_are_no_date() -> None:
    assert Aspect.WHEN not in understand("延べ何日が目標ですか").aspects


def test_phrases_minus_words_and_numbers_are_read() -> None:
    question = understand('"地域 商社" 設立 -補助金 「選ばれるまち」の３つの施策をすべて 政策目標③')
    assert question.phrases == ("地域 商社",)
    assert question.excluded == ("補助金",)
    assert question.count == 3
    assert question.every
    assert question.goal_numbers == ("③",)
    assert "補助金" not in question.subject


def test_a_hyphen_inside_a_word_excludes_nothing() -> None:
    assert understand("Wi-Fi環境の整備").excluded == ()


def test_years_are_read_in_both_calendars() -> None:
    assert years_of("令和7年と2030年度、平成元年、R8") == (2025, 2030, 1989, 2026)
    assert in_western("令和7年度") == "2025年度"
    assert (in_era(2025), in_era(2015), in_era(1950)) == ("令和7年", "平成27年", "1950年")
    assert "2025" in forms("令和7年に設置された本部")
    assert "令和7年" in understand("2025年に設置された本部").search_text


def test_numbers_that_look_like_years_are_none() -> None:
    assert years_of("2,025人と12025円、GR7") == ()


@pytest.mark.parametrize("question", ["", "  ", "？！。", "😀🎉", "\x00\x00", "-除く"])
def test_nothing_to_search_for_is_refused(question: str) -> None:
    with pytest.raises(UsageError) as refused:
        understand(question)
    assert refused.value.code == "empty_question"


def test_a_question_of_100_kb_is_refused_with_the_limit() -> None:
    with pytest.raises(UsageError, match="2,000文字以内") as refused:
        understand("あ" * 34_000)
    assert refused.value.code == "question_too_long"


def test_nul_and_emoji_between_words_are_passed_over() -> None:
    assert forms("空き家\x00の活用😀") == forms("空き家の活用")


@given(st.text(max_size=LONGEST))
def test_any_text_is_understood_or_refused(text: str) -> None:
    with suppress(UsageError):
        assert understand(text).text


def test_the_sentences_of_a_question_are_its_parts() -> None:
    question = understand("空き家の改修にいくら補助しますか。また、令和5年度の実績についても教えてください。")
    assert question.parts == ("空き家の改修にいくら補助します", "また、令和5年度の実績についても 2023年")
    assert understand("空き家の改修への補助を教えてください。").parts == ()
