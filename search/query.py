"""Question → what is asked: subject, kind of record, aspect, phrases, minus words, years, goal numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus.errors import UsageError
from corpus.text import normalise
from search.filters import NO_FILTERS, Filters, read_filters
from search.other_names import names_in
from search.vocabulary import ASKED_WORDS, ASKING, ASPECT_WORDS, TAILS, Asked, Aspect
from search.words import Word, content_words
from search.years import in_era, in_western, years_of

LONGEST: Final = 2_000
"""Characters of a question at most."""

_PHRASE: Final = re.compile(r'"([^"]{1,200})"|“([^”]{1,200})”')
_NAMED: Final = re.compile(r"「([^」]{1,200})」|『([^』]{1,200})』")
_MINUS: Final = re.compile(r"(?:(?<=\s)|^)-([^\s-]\S*)")
_GOAL_NUMBER: Final = re.compile(
    r"(?:目標|柱|戦略)?\s?([①-⑳])|(?:目標|柱)\s?(\d{1,2}|[一二三四五六七八九十])(?!\d|つ|年|人|%)"
)
_SCALE: Final = re.compile(r"何[十百千万億兆]+(?=[一-龥])")
"""The scale in 何万人, 何兆円: it asks for the same."""

_SENTENCE_END: Final = re.compile(r"[。?!]")
_SHORTEST_PART: Final = 6
"""Characters of a sentence that asks something of its own."""

_COUNT: Final = re.compile(r"(?<![\d年])(\d{1,2}|[二三四五六七八九十])(?:つ|項目|点|種類|本柱|本の柱)(?!目)")
_ALL: Final = re.compile(
    r"すべて|全て|全部|一覧|列挙|リスト|挙げて|あげて|それぞれ何|何があ|何が挙げ|何と何|には何|どれとどれ"
)
_BY_POSITION: Final = frozenset({Asked.GOALS, Asked.MEASURES, Asked.PROJECTS, Asked.KPIS})
_RINGS: Final = frozenset(chr(code) for code in range(0x2460, 0x2474))
_KANJI_DIGITS: Final = "〇一二三四五六七八九十"
_HEAD: Final = re.compile(
    r"(?<![一-龥])(?:最?重点|最?優先|緊急|共通|横断|中核|先導|重要)(?:施策|対策|取組|取り組み|課題|原則|方針|視点|観点|分野|項目)"
)
"""A compound that names a printed list (重点対策, 優先課題); what is asked for is then its items."""

_TAIL: Final = re.compile(rf"(?:{TAILS})[。.!?\s]*$")
_QUESTION_END: Final = re.compile(
    r"(?:とは)?(?:は)?(?:何|なん|どれ|どう|いつ|どこ|だれ|誰|いくら)?(?:ですか|でしょうか|なのですか|なのか|か|だ)?[。.!?\s]*$"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood. `text` is normalised; `subject` is without polite ending, minus words and quotes' marks.

    `words` are the subject's content words, `topic` those of them that do not just name the kind of thing asked for;
    `phrases` must be found as printed; `search_text` is the subject with its years in
    both calendars; `count` is the number of things asked for (「4つの」); `every` tells that the full list is wanted;
    `head` is the name of the printed list asked for (重点対策); `filters` are those typed into the query;
    `other_names` are further names of what the subject names (search/other_names.py); `parts` are the sentences of a
    question of several (「…は何か。また、…はどうか。」), each as it is searched for.
    """

    text: str
    subject: str
    search_text: str
    words: tuple[Word, ...]
    topic: tuple[Word, ...] = ()
    asked: tuple[Asked, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    goal_numbers: tuple[str, ...] = ()
    count: int | None = None
    every: bool = False
    head: str = ""
    filters: Filters = NO_FILTERS
    other_names: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def understand(question: str) -> Question:
    """Read a question or a few key words. Raises UsageError when there is nothing to search for, or too much."""
    if len(question) > LONGEST:
        raise UsageError(
            f"質問が長すぎます（{len(question):,}文字）。{LONGEST:,}文字以内に縮めてください。",
            code="question_too_long",
        )
    text = _SCALE.sub("何", " ".join(normalise(question).split()))
    if not any(char.isalnum() for char in text):
        raise UsageError(
            "質問に検索できる言葉がありません。言葉を入れて、もう一度お試しください。", code="empty_question"
        )
    filters, plain = read_filters(text)
    if filters and not any(char.isalnum() for char in plain):
        raise UsageError("絞り込みだけでは検索できません。探す言葉を加えてください。", code="empty_question")
    text = plain
    excluded = tuple(m.group(1) for m in _MINUS.finditer(text))
    kept = _MINUS.sub(" ", text).strip() or text
    if not any(char.isalnum() for char in kept) or (kept == text and excluded):
        raise UsageError("除く言葉（-）だけでは検索できません。探す言葉を加えてください。", code="empty_question")
    subject = _subject(kept)
    count = _count(kept)
    return Question(
        text=text,
        subject=subject,
        search_text=_searched(subject),
        other_names=names_in(subject),
        words=content_words(subject),
        topic=_topic(in_western(subject), count),
        asked=_asked(kept),
        aspects=tuple(aspect for aspect, words in ASPECT_WORDS.items() if re.search(words, kept)),
        phrases=tuple(a or b for a, b in _PHRASE.findall(kept)),
        excluded=excluded,
        goal_numbers=tuple(dict.fromkeys(a or _arabic(b) for a, b in _GOAL_NUMBER.findall(kept))),
        count=count,
        every=bool(_ALL.search(kept)),
        head=head.group(0) if (head := _HEAD.search(subject)) else "",
        filters=filters,
        parts=_parts(kept),
    )


def _parts(text: str) -> tuple[str, ...]:
    """The sentences of a question of several, as they are searched for; none of a question of one."""
    sentences = [s for s in (part.strip() for part in _SENTENCE_END.split(text)) if len(s) >= _SHORTEST_PART]
    return tuple(_searched(_subject(s)) for s in sentences) if len(sentences) > 1 else ()


def _searched(subject: str) -> str:
    return " ".join([subject, *_other_calendar(subject)])


def _asked(text: str) -> tuple[Asked, ...]:
    """Kinds of record asked for, the surest first.

    The rarer kinds come first; of goals, measures, projects and KPIs the one said last, for a Japanese phrase has its
    head at its end (「目標②の施策」 are measures).
    """
    ends = {kind: [m.end() for m in re.finditer(words, text)] for kind, words in ASKED_WORDS.items()}
    found = [kind for kind in ASKED_WORDS if ends[kind]]
    return tuple(sorted(found, key=lambda kind: -ends[kind][-1] if kind in _BY_POSITION else -LONGEST - 1))


def _topic(subject: str, count: int | None) -> tuple[Word, ...]:
    """Content words without the kind of thing asked for, unless named in 「」; without the number of things."""
    named = {w.form for part in _NAMED.findall(subject) for w in content_words("".join(part))}
    words = [w for w in content_words(subject) if w.form in named or w.form not in ASKING]
    return tuple(
        w for w in words if not (w.form in _RINGS or (w.numeric and (len(w.form) < 3 or w.form == str(count))))
    )


def _subject(text: str) -> str:
    """Without the polite ending and the marks of quotes."""
    cut = _TAIL.sub("", text)
    cut = _QUESTION_END.sub("", cut) or text
    return re.sub(r'["“”]', " ", cut).strip() or text


def _other_calendar(text: str) -> list[str]:
    """The years of the text in the calendar that it does not use."""
    western = in_western(text)
    if western != text:
        return [f"{year}年" for year in years_of(text)]
    return [in_era(year) for year in years_of(text)]


def _count(text: str) -> int | None:
    match = _COUNT.search(text)
    return int(_arabic(match.group(1))) if match else None


def _arabic(number: str) -> str:
    return str(_KANJI_DIGITS.index(number)) if number in _KANJI_DIGITS else number
