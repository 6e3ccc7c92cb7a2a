"""Fact questions from records: who is in charge, who does what, who sits in a body, what changed course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.pages import Evidence
from corpus.records import Body, Measure, Shift
from corpus.text import squeeze
from search.citations import AnswerKind
from search.findings import Finding, Found, folded, of_record
from search.query import Question
from search.structure import Rarity, Structure, name_share, share, uncovered
from search.vocabulary import Aspect
from search.words import Bag, Word, bag_of, words_of

_SAID = 0.6
"""Share of the topic's words that a record must bear out."""


def ministries(
    question: Question, structures: Sequence[Structure], topic: Sequence[Word], rarity: Rarity
) -> Finding | None:
    """The bodies in charge of the measure that the question names best."""
    best: tuple[float, Structure, Measure] | None = None
    asked = Bag([question.text])
    for structure in structures:
        outer = [structure.document.title, structure.document.publisher]
        for measure in structure.measures:
            texts = [measure.name, measure.description, *measure.projects, *structure.context(measure), *outer]
            if not measure.ministries or not topic or uncovered(topic, bag_of(*texts)):
                continue
            score = name_share(measure.name, asked, rarity)
            if best is None or score > best[0]:
                best = (score, structure, measure)
    if best is None:
        return None
    chosen = best[2] if best[0] >= _SAID else _agreed(structures, topic)
    if chosen is None:
        return None
    things = folded(of_record(chosen, name, [name]) for name in chosen.ministries)
    return Finding("value", f"「{chosen.name}」の担当", things)


def _agreed(structures: Sequence[Structure], topic: Sequence[Word]) -> Measure | None:
    """The first measure whose name has the whole topic, when all such measures have the same bodies in charge."""
    named = [m for s in structures for m in s.measures if m.ministries and not uncovered(topic, bag_of(m.name))]
    return named[0] if len({m.ministries for m in named}) == 1 else None


def roles(question: Question, structures: Sequence[Structure], topic: Sequence[Word]) -> Finding | None:
    """The duties of the actors that the question names; the rest of the topic must be in the document or the duties."""
    asked = {w.form for w in words_of(question.text)} | {w.surface for w in words_of(question.text)}
    things: list[Found] = []
    actors: list[str] = []
    for structure in structures:
        for role in structure.roles:
            actor_words = words_of(role.actor)
            named = squeeze(role.actor) in squeeze(question.text) and (
                len(role.actor) > 1 or role.actor in asked or f"{role.actor}の役割" in squeeze(question.text)
            )
            bag = Bag([role.actor, *role.duties, structure.document.title, *_titles(structure)])
            rest = [w for w in topic if w.form not in {a.form for a in actor_words} and not _an_actor(w, structure)]
            if not named or share(rest, bag, lambda _: 1.0) < _SAID:
                continue
            actors.append(role.actor)
            things += [
                Found(duty, role.document, role.evidence, role.id, (duty,), f"{role.actor}：") for duty in role.duties
            ]
    if not things:
        return None
    named_actors = dict.fromkeys(actors)
    if len(named_actors) == 1:
        alone = folded(replace(thing, mark="") for thing in things)
        return Finding("set" if len(alone) > 1 else "passage", f"{actors[0]}の役割", alone)
    return Finding("passage", f"{'・'.join(named_actors)}の役割", folded(things))


def _an_actor(word: Word, structure: Structure) -> bool:
    return any(word.surface in role.actor for role in structure.roles)


def _titles(structure: Structure) -> list[str]:
    return [g.name for g in structure.goals]


def shifts(
    question: Question, structures: Sequence[Structure], topic: Sequence[Word], rarity: Rarity
) -> Finding | None:
    """Before and after of the change of course that the question is about; of all when it names only the document."""
    scored: list[tuple[float, Structure, Shift]] = []
    for structure in structures:
        if structure.shifts and not uncovered(topic, Bag([structure.document.title, structure.document.publisher])):
            scored += [(1.0, structure, shift) for shift in structure.shifts]
            continue
        for shift in structure.shifts:
            score = share(topic, Bag([shift.topic, shift.before, shift.after]), rarity)
            score += 0.2 * share(topic, Bag([shift.topic]), rarity)
            if score >= _SAID:
                scored.append((score, structure, shift))
    best = max((score for score, _, _ in scored), default=0.0)
    things = [
        Found(
            f"{shift.topic}：（これまで）{shift.before} →（これから）{shift.after}",
            shift.document,
            shift.evidence,
            shift.id,
            (shift.before, shift.after),
        )
        for score, _, shift in scored
        if score >= best - 0.05
    ]
    return Finding("passage" if len(things) == 1 else "set", "これまでとこれから", tuple(things)) if things else None


def members(question: Question, structures: Sequence[Structure], topic: Sequence[Word]) -> Finding | None:
    """The members of the body that the question names, in the post that it names (本部員); of all posts when none.

    A post that the body's record does not have is not answered from it.
    """
    asked = squeeze(question.text)
    named = [(s, b) for s in structures for b in s.bodies if squeeze(b.name) in asked]
    if not named:
        named = [(s, b) for s in structures for b in s.bodies if topic and not uncovered(topic, _body_bag(b))]
    if not named:
        return None
    longest = max(len(body.name) for _, body in named)
    chosen = [(s, b) for s, b in named if len(b.name) == longest]
    posts = [post for _, body in chosen for post, _ in body.members if _post_asked(post, asked.replace(body.name, ""))]
    post = max(posts, key=len, default=None)
    things = [
        Found(name, body.document, _near(body, name), body.id, (name,))
        for _, body in chosen
        for body_post, names in body.members
        if post is None or body_post == post
        for name in names
    ]
    if not things or Aspect.NAME in question.aspects or (post is None and _other_post(asked, chosen[0][1])):
        return None
    unique = folded(things)
    kind: AnswerKind = "set" if len(unique) > 1 else "value"
    return Finding(kind, f"{chosen[0][1].name}の{post or '構成員'}", unique)


def _body_bag(body: Body) -> Bag:
    return Bag([body.name, *(post for post, _ in body.members)])


def _post_asked(post: str, asked: str) -> bool:
    """副本部長 is not 本部長."""
    at = asked.find(squeeze(post))
    return at >= 0 and not (at > 0 and asked[at - 1] == "副")


def _other_post(asked: str, body: Body) -> bool:
    rest = asked.replace(squeeze(body.name), "")
    return any(post in rest for post in ("議長", "座長", "会長", "委員長", "本部長", "本部員", "事務局長", "幹事"))


def _near(body: Body, name: str) -> tuple[Evidence, ...]:
    """The body's evidence, that which quotes the name first."""
    return tuple(sorted(body.evidence, key=lambda e: squeeze(name) not in squeeze(e.quote)))
