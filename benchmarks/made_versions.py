"""Two large made-up versions of a plan, to time the comparison: names put together from what plans are about."""

from __future__ import annotations

import random

from corpus.records import Document, Goal, Measure
from search.versions import Version

_PLACES = (
    "農村",
    "漁港",
    "商店街",
    "山間地",
    "港湾",
    "住宅地",
    "工業団地",
    "温泉地",
    "離島",
    "中心市街地",
    "学校",
    "病院",
    "図書館",
    "公園",
    "道路",
    "河川",
    "森林",
    "海岸",
    "空港",
    "駅前",
)
_PEOPLE = (
    "若者",
    "女性",
    "高齢者",
    "移住者",
    "起業家",
    "留学生",
    "職員",
    "子ども",
    "障害者",
    "観光客",
    "就農者",
    "教員",
    "漁業者",
    "技術者",
    "住民",
)
_THINGS = (
    "交通",
    "防災",
    "医療",
    "介護",
    "保育",
    "教育",
    "観光",
    "農業",
    "水産",
    "林業",
    "エネルギー",
    "通信",
    "住宅",
    "文化",
    "スポーツ",
    "環境",
    "情報",
    "雇用",
    "金融",
    "物流",
)
_ACTS = (
    "支援",
    "整備",
    "推進",
    "育成",
    "確保",
    "活用",
    "連携",
    "創出",
    "強化",
    "普及",
    "改善",
    "保全",
    "開放",
    "誘致",
    "継承",
)


def made_versions(measures: int) -> tuple[Version, Version]:
    """An old and a new version of `measures` each: about half kept, a quarter renamed, the rest dropped and added."""
    chance = random.Random(7)
    names = [
        f"{a}における{b}の{c}{d}"
        for a, b, c, d in chance.sample(
            [(a, b, c, d) for a in _PLACES for b in _PEOPLE for c in _THINGS for d in _ACTS], measures * 5 // 4
        )
    ]
    kept = names[: measures // 2]
    renamed = [f"{name}と{chance.choice(_THINGS)}の充実" for name in names[measures // 2 : measures * 3 // 4]]
    return _version("old", names[:measures]), _version(
        "new", chance.sample(kept + renamed + names[measures:], measures)
    )


def _version(key: str, names: list[str]) -> Version:
    goals = [Goal(f"{key}:goal:{n}", key, str(n + 1), f"{thing}のまち", ()) for n, thing in enumerate(_THINGS)]
    return Version(
        Document(key, key, f"{key}.pdf", key, 1),
        tuple(goals),
        tuple(
            Measure(f"{key}:measure:{n}", key, None, name, (), goals[n % len(goals)].id, None, f"{name}を進める。" * 3)
            for n, name in enumerate(names)
        ),
    )
