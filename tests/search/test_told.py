"""Whether words show what was asked for: each case is a wrong answer that was given once, or its right twin."""

import pytest

from search.query import understand
from search.told import agrees, does_something, shows


@pytest.mark.parametrize(
    ("question", "said", "shown"),
    [
        ("郵便局は全国に何局ありますか", "全国に広がる郵便局の窓口を生かす。", False),
        ("郵便局は全国に何局ありますか", "郵便局は全国に24,000局ある。", True),
        ("旅行消費額の目標は何兆円ですか", "旅行消費額を3兆円とする。", True),
        ("雇用創出数の目標は何万人ですか", "5年間で30万人の雇用を創出する。", True),
        ("平均世帯人員は何人ですか", "世帯人員1人当たりの所得は309万円である。", False),
        ("自治体の人口は2050年に何人になるか", "2050年カーボンニュートラルを表明した自治体(人口1億人)", False),
        ("自治体の人口は2050年に何人になるか", "2050年に自治体の人口は1億人となる。", True),
        ("令和4年度の計画の総額はいくらですか", "令和3年度の計画の総額は9,221億円である。", False),
        ("団体の数は2022年度に何団体ありますか", "値: 7,207団体｜時点: 2022年度", True),
        ("財務大臣の名前は何ですか", "財務大臣の諮問機関が1人の委員を置く。", False),
        ("財務大臣の名前は何ですか", "総務大臣、財務大臣、文部科学大臣", False),
        ("みらい市長の名前は", "みらい市長山田太郎", True),
        ("デジタル大臣は誰ですか", "内閣総理大臣及び総務大臣は基準を定める。", False),
        ("件数ではなく何を目標としますか", "件数ではなく、雇用の数を目標とする。", True),
    ],
)
def test_the_kind_of_thing_asked_for(question: str, said: str, shown: bool) -> None:
    assert shows(understand(question), said) is shown


@pytest.mark.parametrize(
    ("question", "said", "agreed"),
    [
        ("デジタル実装に取り組まない団体は", "デジタル実装に取り組む団体は1,000団体", False),
        ("デジタル実装に取り組まない団体は", "取り組んでいない団体は700団体", True),
        ("管理者を選任しなければならない事業場は", "50人以上の事業場は管理者を選任する。", True),
        ("切れ目のない支援は", "妊娠から子育てまで支える。", True),
        ("施策を教えてくれませんか", "施策を進める。", True),
    ],
)
def test_a_denial_is_not_answered_by_its_opposite(question: str, said: str, agreed: bool) -> None:
    assert agrees(understand(question), said) is agreed


def test_a_measure_is_something_done() -> None:
    asked = understand("賃上げに関する施策")
    assert does_something(asked, "賃上げに取り組む企業を支援する。")
    assert not does_something(asked, "賃上げを実施していない")
    assert not does_something(asked, "90.1% 88.4% 賃上げ 92.3% 69.2% 支援 70.4% 66.3%")


def test_a_value_is_not_told_by_a_sentence_without_a_number() -> None:
    asked = understand("出生率の目標値は？")
    assert not does_something(asked, "2030年に向けた出生率の上昇が重要だが、望めないのが現状である。")
    assert does_something(asked, "出生率を1.8とすることを目標とする。")
