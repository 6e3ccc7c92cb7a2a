import pytest

from search.decline import judge, shows
from search.findings import Found, folded
from search.passage_answers import split_sentences
from search.query import understand
from search.vocabulary import Aspect
from search.words import Bag, content_words


@pytest.mark.parametrize(
    ("question", "said", "shown"),
    [
        ("寄附額はいくらですか", "寄附額は1,200万円とする。", True),
        ("寄附額はいくらですか", "寄附額(千円): 1,200", True),
        ("寄附額はいくらですか", "寄附を2030年までに増やす。", False),
        ("登録者は何人ですか", "登録者は1万人とする。", True),
        ("登録者は何人ですか", "登録制度は3施設で始める。", False),
        ("医療圏はいくつですか", "第7次計画における医療圏の設定", False),
        ("医療圏はいくつですか", "医療圏は4とする。", True),
        ("いつ設置されましたか", "2024年5月に設置。", True),
        ("設置された日は", "2024年5月に設置。", False),
        ("設置された日は", "令和6年5月20日に設置。", True),
        ("議長は誰ですか", "議長は必要があると認めるときは出席を求める。", False),
        ("議長は誰ですか", "議長 内閣官房副長官", True),
        ("本部長の氏名は", "本部長 市長", False),
        ("2025年度に拠点は何か所ありますか", "少なくとも100か所の拠点で、2025年度までに道筋をつける。", False),
        ("2025年度に拠点は何か所ありますか", "2025年度に100か所の拠点がある。", True),
        ("2025年度までに拠点を何か所つくりますか", "2025年度までに100か所の拠点をつくる。", True),
        ("推進を担当する省庁はどこですか", "環境省のマイスター事業の指定校である。", False),
        ("推進を担当する省庁はどこですか", "公用車の電動化を推進【環境省・経済産業省】", True),
        ("緊急事業を行う省はどこですか", "農林水産省が行う。", True),
        ("緊急事業を行う省はどこですか", "緊急事業を行う。", False),
        ("見守り事業とは何ですか", "名称: 見守り事業｜概要: 高齢者の家を訪ねる取組への補助", True),
        ("推進アドバイザーの名前は", "推進アドバイザー(CIO補佐官)", False),
    ],
)
def test_the_evidence_must_show_what_was_asked_for(question: str, said: str, shown: bool) -> None:
    assert shows(understand(question), said) is shown


def test_a_rare_word_that_is_absent_declines_though_the_rest_is_there() -> None:
    rarity = {"火星": 9.0}.get
    question = understand("火星への移住支援")
    said = ["地方への移住支援を拡充する。"]
    assert not judge(question, question.topic, said, [], lambda w: rarity(w, 3.0)).holds
    other = understand("地方への移住支援")
    assert judge(other, other.topic, said, [], lambda w: rarity(w, 3.0)).holds


def test_what_measures_are_for_needs_no_measure() -> None:
    question = understand("地方創生は何を取り戻す取組ですか")
    said = ["地方創生を、日本の活力を取り戻す取組として起こす。"]
    assert judge(question, question.topic, said, [], lambda _: 3.0).holds


def test_a_bare_name_answers_nothing() -> None:
    question = understand("ふるさと登録制度とはどのような制度ですか")
    assert not judge(question, question.topic, ["・ふるさと登録制度"], [], lambda _: 3.0).holds


@pytest.mark.parametrize(
    ("asked", "said", "covered"),
    [
        ("暮らす", "暮らしの満足", 1.0),
        ("高める", "満足感の向上", 0.8),
        ("選ぶ", "先行地域を選定する", 0.5),
        ("労働生産性", "付加価値労働生産性の伸び率", 1.0),
        ("火星", "惑星の探査", 0.0),
        ("令和7年", "2025年度", 0.0),
    ],
)
def test_words_meet_their_kin(asked: str, said: str, covered: float) -> None:
    word = content_words(asked)[0]
    assert Bag([said]).covers(word) == pytest.approx(covered, abs=0.2)


def test_sentences_do_not_end_inside_brackets() -> None:
    text = "施設数(区域外を含む。)を倍増する。次の文。\n表の行"
    assert split_sentences(text) == ["施設数(区域外を含む。)を倍増する。", "次の文。", "表の行"]


def test_the_same_thing_of_two_documents_is_one_with_both_places() -> None:
    printed = [("起業支援", "a"), ("職場改革", "a"), ("起業 支援", "b"), ("起業支援", "a")]
    first, second = folded(Found(text, document, ()) for text, document in printed)
    assert (first.document, [f.document for f in first.also]) == ("a", ["b"])
    assert (second.text, second.also) == ("職場改革", ())


def test_a_heading_and_the_sentence_under_it_may_share_the_question() -> None:
    question = understand("子育て支援の先端技術の海外展開と普及の実証事業の補正予算額はいくらですか")
    said, heading = ["令和5年度補正予算額10億円"], "子育て支援の先端技術の海外展開と普及の実証事業"
    assert judge(question, question.topic, said, [heading], lambda _: 3.0, heading=heading).holds
    other = "観光の実証事業"
    assert not judge(question, question.topic, said, [heading, other], lambda _: 3.0, heading=other).holds


@pytest.mark.parametrize(
    ("question", "aspects"),
    [
        ("誰でも通園制度の補助率", [Aspect.PERCENT]),
        ("誰一人取り残されない社会とは何年の目標ですか", [Aspect.WHEN]),
        ("本部長は誰ですか", [Aspect.WHO]),
        ("母子世帯の数は", [Aspect.QUANTITY]),
        ("参加した企業の数を教えて", [Aspect.QUANTITY]),
    ],
)
def test_what_kind_of_thing_is_asked_for(question: str, aspects: list[Aspect]) -> None:
    assert [a for a in understand(question).aspects if a in {*aspects, Aspect.WHO}] == aspects
