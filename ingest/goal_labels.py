"""The words by which goals name themselves: 政策目標①, 【基本目標1】, 横断的な目標2, 施策の柱1, まちづくり目標3."""

from __future__ import annotations

import re

LABEL = (
    r"(?:政策|基本|重点|戦略|横断的な?|分野別|施策)目標|横断的な?目標|施策の柱|政策の柱|戦略の柱|重点戦略|基本戦略|基本政策|重点政策"
    r"|まちづくりの?(?:基本)?目標"
)
NUMBER = r"[①-⑳]|[0-9]{1,2}|[IVX]{1,4}|[一二三四五六七八九十]"
LABELLED = re.compile(
    rf"^[【\[<《〔■●○◆◎]?(?P<label>{LABEL})(?P<number>{NUMBER})(?![0-9年割件人%])[】\]>》〕]?[::.．、)\-]?(?P<name>.*)$"
)
BRACKETED = re.compile(rf"^[【《〔](?:{LABEL})(?:{NUMBER})[】》〕]")
"""A goal's label in brackets: such a line is a heading whatever its type."""
