import pytest

from corpus.records import Document
from index.tokens import place_names
from search.other_names import names_in, other_names
from search.pinned import borne, pinned
from search.query import understand
from search.words import Bag, content_words

TOWN = Document("d", "s", "f.pdf", "札幌市未来戦略", 9, "札幌市", "2024-05-20")


@pytest.mark.parametrize(
    ("question", "said", "pages", "holds"),
    [
        ("札幌市の新規就農者数の目標は", "新規就農者数:3人", (), True),
        ("旭川市の新規就農者数の目標は", "新規就農者数:3人", (), False),
        ("旭川市との連携は", "隣の旭川市と連携する。", (), True),
        ("2030年度の新規就農者数の目標は", "新規就農者数:3人", ("目標値(2019年度)",), False),
        ("2019年度の新規就農者数の目標は", "新規就農者数:3人", ("目標値(令和元年度)",), True),
        ("令和元年度の新規就農者数の目標は", "新規就農者数:3人", ("目標値(2019年度)",), True),
        ("2023年の割合は", "割合:34.0", ("1986(昭和61)年", "'23 ( 5)"), True),
        ("2024年の未来戦略の目標は", "新規就農者数:3人", (), True),
        ("2024年の新規就農者数は", "新規就農者数:3人", (), False),
        ("第2期の対象期間は", "対象期間は5年間とする。", ("第1期",), False),
        ("第2期の対象期間は", "対象期間は5年間とする。", ("第2期計画",), True),
        ("新規就農者数の現状値は", "現状値 (2014年度): -｜目標値 (2019年度): 3人", (), False),
        ("新規就農者数の現状値は", "現状値 (2014年度): 1人｜目標値 (2019年度): 3人", (), True),
        ("新規就農者数の基準値は", "新規就農者数：1人 → 3人", (), True),
        ("新規就農者数の基準値は", "新規就農者数：3人", (), False),
    ],
)
def test_what_is_nearly_right_answers_nothing(question: str, said: str, pages: tuple[str, ...], holds: bool) -> None:
    assert borne(pinned(understand(question)), said, pages, TOWN) is holds


def test_places_are_prefectures_and_municipalities_only() -> None:
    assert place_names("北海道の札幌市と東京圏、市町村、日本、田園都市") == ["北海道", "札幌市"]


def test_names_are_known_by_their_abbreviations_and_found_by_their_former_names() -> None:
    assert "理化学研究所" in names_in("理研のセンター")
    assert "経済産業省" in names_in("通商産業省の政策")
    assert names_in("理化学研究所（理研）のRIKEN") == ()
    assert "CIO" in other_names("最高情報統括責任者")
    assert names_in("AIDSの予防") == ()


def test_an_abbreviation_is_covered_by_its_name_but_what_followed_is_not_the_same() -> None:
    (word,) = content_words("経産省")
    assert Bag(["経済産業省の事業"]).covers(word) > 0.8
    assert "新しい地方経済・生活環境創生交付金" in names_in("地方創生推進交付金の額")
    assert other_names("地方創生推進交付金") == ()
