"""How often each rule that finds records is right, on the documents with answers made by hand.

python -m benchmarks.records            measure; writes benchmarks/results/records.json and the table of docs/records.md
python -m benchmarks.records --shared D the folder with the answers (gold/, corpus/, seeds/), default ../shared

A record is right when it agrees with an answer exactly after NFKC and without white space: goals by number and name,
measures by goal and name (bullets of an action plan by name and ministries), KPIs by owner, indicator and every target.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from corpus.records import SURE, Body, Goal, Kpi, Measure, Record, RoadmapStep, Role, Shift, Value
from corpus.text import squeeze
from ingest.pipeline import ingest
from ingest.rules import COUNTS, Rule, confidence
from tests.ingest.all_town_plans import PLANS
from tests.ingest.town_plan import TownPlan

ROOT: Final = Path(__file__).resolve().parent.parent
RESULTS: Final = Path(__file__).parent / "results" / "records.json"
TABLE: Final = ROOT / "docs" / "records.md"
_MARK: Final = "<!-- reliability -->"
Judge = Callable[[Record, Callable[[str | None], str]], bool | None]
"""A record and how to name another by its id → right, wrong, or None where the answers do not cover it."""


def _goal(goal: Any) -> tuple[str, str]:
    return squeeze(goal["number"] or ""), squeeze(goal["name"])


def overview(gold: dict[str, Any]) -> Judge:
    """Answers of the six slides: everything is covered."""
    goals = {_goal(g) for g in gold["goals"]}
    names = {g["number"]: squeeze(g["name"]) for g in gold["goals"]}
    measures = {(names[m["goal"]], squeeze(m["name"])) for m in gold["measures"]}
    kpis = {
        (squeeze(g["name"]), squeeze(k["indicator"]), ((squeeze(k["target_text"]), k["year"]),))
        for g in gold["goals"]
        for k in g["kpis"]
    }
    others = {squeeze(s["topic"]) for s in gold["shifts"]} | {squeeze(r["actor"]) for r in gold["roles"]}

    def judge(record: Record, name: Callable[[str | None], str]) -> bool | None:
        match record:
            case Goal():
                return (squeeze(record.number or ""), squeeze(record.name)) in goals
            case Measure():
                return (name(record.goal), squeeze(record.name)) in measures
            case Kpi():
                targets = tuple((squeeze(t.text), t.year) for t in record.targets)
                return (name(record.of), squeeze(record.indicator), targets) in kpis
            case Shift():
                return squeeze(record.topic) in others
            case Role():
                return squeeze(record.actor) in others
            case Body():
                return squeeze(record.name) == squeeze(gold["body"]["name"])
            case _:
                return False

    return judge


def village(gold: dict[str, Any]) -> Judge:
    """Answers of the municipal strategy: goals, measures and KPIs; its roadmap is not covered."""
    goals = {_goal(g) for g in gold["goals"]}
    names = {g["number"]: squeeze(g["name"]) for g in gold["goals"]}
    measures = {(names[m["goal"]], squeeze(m["name"])) for m in gold["measures"]}
    of_measure = {f"{m['goal']}-{m['number']}": squeeze(m["name"]) for m in gold["measures"]}
    told = [(names[g["number"]], t) for g in gold["goals"] for t in g["targets"]]
    told += [(of_measure[k["measure"]], k) for k in gold["kpis"]]
    kpis = {(of, squeeze(k["indicator"]), k["target_value"], k["target_year"], k["baseline_value"]) for of, k in told}

    def judge(record: Record, name: Callable[[str | None], str]) -> bool | None:
        match record:
            case Goal():
                return (squeeze(record.number or ""), squeeze(record.name)) in goals
            case Measure():
                return (name(record.goal), squeeze(record.name)) in measures
            case Kpi() if len(record.targets) == 1:
                target, old = record.targets[0], record.baseline.number if record.baseline else None
                return (name(record.of), squeeze(record.indicator), target.number, target.year, old) in kpis
            case Kpi():
                return False
            case _:
                return None

    return judge


def action_plan(gold: dict[str, Any]) -> Judge:
    """Answers of the road map's first 30 pages: measures with the ministries in 【】, targets told in sentences."""
    bullets = {squeeze(b["text"])[:30]: tuple(b["ministries"]) for b in gold["ministry_bullets"]}
    headings = {squeeze(h["text"])[:30] for h in gold["headings"]}
    targets = {(t["value"], t["year"]) for t in gold["numeric_targets"] if "value" in t}
    relative = {(t["page"], t["year"]) for t in gold["numeric_targets"] if "value" not in t}

    def judge(record: Record, name: Callable[[str | None], str]) -> bool | None:
        page = record.evidence[0].page
        match record:
            case Measure() if page <= 30:
                words = squeeze(record.name)[:30]
                return bullets.get(words) == record.ministries or words in headings
            case Kpi() if page <= 30:
                same = {(t.number, t.year) for t in record.targets} <= targets
                return same or {(page, t.year) for t in record.targets} <= relative
            case _:
                return None if page > 30 else False

    return judge


def budget(gold: dict[str, Any]) -> Judge:
    """Answers of a budget's table of projects: the names in its 事業名 column."""
    names: set[str] = set()
    for rows in (t["rows"] for t in gold["joined"]):
        column = next((row.index("事業名") for row in rows if "事業名" in row), None)
        names |= {squeeze(row[column]) for row in rows if column is not None and row[column]}

    def judge(record: Record, name: Callable[[str | None], str]) -> bool | None:
        return isinstance(record, Measure) and squeeze(record.name) in names

    return judge


def sample(gold: dict[str, Any]) -> Judge:
    """Answers of a bundled sample: everything is covered."""
    goals = {_goal(g) for g in gold["goals"]}
    measures = {(squeeze(m["goal"] or ""), squeeze(m["name"])) for m in gold["measures"]}
    kpis = {
        (squeeze(k["of"] or ""), squeeze(k["indicator"]), tuple((t["number"], t["year"]) for t in k["targets"]))
        for k in gold["kpis"]
    }
    shifts = {(squeeze(s["topic"]), squeeze(s["before"]), squeeze(s["after"])) for s in gold["shifts"]}
    steps = {(squeeze(s["text"]), s["start_fy"], s["end_fy"]) for s in gold["roadmap"]}
    bodies = {squeeze(b["name"]) for b in gold["bodies"]}

    def judge(record: Record, name: Callable[[str | None], str]) -> bool | None:
        match record:
            case Goal():
                return (squeeze(record.number or ""), squeeze(record.name)) in goals
            case Measure():
                return (name(record.goal), squeeze(record.name)) in measures
            case Kpi():
                targets = tuple((t.number, t.year) for t in record.targets)
                return (name(record.of), squeeze(record.indicator), targets) in kpis
            case Shift():
                return (squeeze(record.topic), squeeze(record.before), squeeze(record.after)) in shifts
            case RoadmapStep():
                return (squeeze(record.text), record.start_fy, record.end_fy) in steps
            case Body():
                return squeeze(record.name) in bodies
            case Role():
                return None

    return judge


def town(plan: TownPlan) -> Judge:
    """Answers of a plan drawn for the tests: everything is covered."""
    goals = dict(plan.goals)
    measures = {(goals.get(goal, ""), number, name) for goal, number, name, _, _ in plan.measures}
    kpis = {(of, indicator, old, targets) for of, indicator, old, targets in plan.kpis}
    steps = set(plan.roadmap)

    def number(value: Value | None) -> tuple[float | None, str | None, int | None] | None:
        return None if value is None else (value.number, value.unit, value.year)

    def judge(record: Record, name: Callable[[str | None], str]) -> bool | None:
        match record:
            case Goal():
                return (squeeze(record.number or ""), squeeze(record.name)) in plan.goals
            case Measure():
                return (name(record.goal), squeeze(record.number or ""), squeeze(record.name)) in measures
            case Kpi():
                told = tuple(number(t) for t in record.targets)
                return (name(record.of), squeeze(record.indicator), number(record.baseline), told) in kpis
            case RoadmapStep():
                return (name(record.measure), record.text, record.start_fy, record.end_fy) in steps
            case _:
                return False

    return judge


def answers(shared: Path, drawn: Path) -> Iterator[tuple[Path, Judge]]:
    """Every document with answers, and who judges it. The plans of the tests are drawn into the folder `drawn`."""
    for plan in PLANS:
        yield plan.draw(drawn / plan.file), town(plan)

    def of(path: Path) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return loaded

    yield shared / "seeds" / "overview.pdf", overview(of(shared / "gold" / "overview.json"))
    yield shared / "corpus" / "otoineppu_sogosenryaku.pdf", village(of(shared / "gold" / "otoineppu.json"))
    yield shared / "corpus" / "datsutanso_roadmap.pdf", action_plan(of(shared / "gold" / "decarb_headings.json"))
    nankoku = "nankoku_shinkijigyo_r4"
    yield shared / "corpus" / f"{nankoku}.pdf", budget(of(shared / "gold" / f"{nankoku}.json"))
    for file, gold in of(ROOT / "tests" / "golden" / "samples.json").items():
        yield ROOT / "corpus" / "samples" / file, sample(gold)


def measure(shared: Path) -> tuple[dict[Rule, tuple[int, int]], list[str]]:
    """Rule → (right, of), and the records that were wrong, as `file p.N kind name`."""
    right: Counter[Rule] = Counter()
    of: Counter[Rule] = Counter()
    wrong: list[str] = []
    with TemporaryDirectory() as drawn:
        judged = [(path, judge, ingest(path).records) for path, judge in answers(shared, Path(drawn))]
    for path, judge, records in judged:
        names = {r.id: squeeze(r.name) for r in records if isinstance(r, Goal | Measure)}
        for record in records:
            verdict = judge(record, lambda record_id, names=names: names.get(record_id or "", ""))  # type: ignore[misc]
            if verdict is None:
                continue
            rule = Rule(record.rule)
            of[rule] += 1
            right[rule] += verdict
            if not verdict:
                wrong.append(f"{path.stem} p.{record.evidence[0].page} {rule} {record.id.split(':', 1)[1]}")
    return {rule: (right[rule], of[rule]) for rule in Rule if of[rule]}, wrong


def table(counts: dict[Rule, tuple[int, int]]) -> str:
    """The reliability table in Markdown."""
    sure = [counts[rule] for rule in counts if confidence(rule) >= SURE]
    unsure = [counts[rule] for rule in counts if confidence(rule) < SURE]
    rows = ["| rule | found | right | confidence |", "|---|---:|---:|---:|"]
    rows += [f"| `{r}` | {of} | {good} | {confidence(r):.3f} |" for r, (good, of) in counts.items()]
    rows += [f"| `{r}` | 0 | 0 | {confidence(r):.3f} |" for r in Rule if r not in counts]
    for label, part in ((f"at or above {SURE}", sure), (f"below {SURE}", unsure)):
        good, of = sum(p[0] for p in part), sum(p[1] for p in part)
        rows.append(f"| **{label}** | {of} | {good} | {good / of if of else 0:.3f} right |")
    return "\n".join(rows)


def main() -> None:
    """Measure, write the results and the table, and say where `ingest.rules.COUNTS` is out of date."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    counts, wrong = measure(parser.parse_args().shared)
    shown = {rule.value: list(pair) for rule, pair in counts.items()}
    RESULTS.write_text(json.dumps({"counts": shown, "wrong": wrong}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if counts != COUNTS:
        print("ingest/rules.py: COUNTS is out of date; the counts now are")
        for rule, pair in counts.items():
            print(f"    Rule.{rule.name}: {pair},")
    text = TABLE.read_text(encoding="utf-8")
    head, _, tail = text.split(_MARK)
    TABLE.write_text(f"{head}{_MARK}\n{table(counts)}\n{_MARK}{tail}", encoding="utf-8")
    print(table(counts))


if __name__ == "__main__":
    main()
