"""The users file: who is let in, and what is kept of passwords and keys."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from app.users import Users, load_users, save_users, with_key, with_password
from corpus.errors import UsageError


def test_a_person_comes_in_with_the_password_alone(tmp_path: Path) -> None:
    file = tmp_path / "users"
    save_users(file, with_password((), "山田", "かぎのかかる部屋"))
    users = load_users(file)
    assert users.admits("山田", "かぎのかかる部屋")
    assert not users.admits("山田", "かぎのかかる部屋 ")
    assert not users.admits("鈴木", "かぎのかかる部屋")
    assert not users.admits("山田", "")
    assert "かぎ" not in file.read_text(encoding="utf-8")


def test_a_program_comes_in_with_its_key_which_is_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "users"
    listed, key = with_key(with_password((), "山田", "12345678"), "源内")
    save_users(file, listed)
    users = load_users(file)
    assert users.admits_key(key)
    assert not users.admits_key(key[:-1])
    assert not users.admits("源内", key)
    assert key not in file.read_text(encoding="utf-8")


def test_a_second_password_takes_the_place_of_the_first() -> None:
    users = Users(tuple(with_password(with_password((), "山田", "12345678"), "山田", "abcdefgh")))
    assert users.admits("山田", "abcdefgh")
    assert not users.admits("山田", "12345678")


def test_a_key_of_the_same_name_leaves_the_password(tmp_path: Path) -> None:
    listed, _ = with_key(with_password((), "山田", "12345678"), "山田")
    assert Users(tuple(listed)).admits("山田", "12345678")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows のファイル権限は別の仕組み")
def test_only_the_owner_reads_the_file(tmp_path: Path) -> None:
    file = tmp_path / "users"
    save_users(file, with_password((), "山田", "12345678"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["", "山:田", "#山田", "山\n田", " 山田"])
def test_names_that_the_file_could_not_hold_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match="名前"):
        with_password((), name, "12345678")


def test_short_passwords_are_refused() -> None:
    with pytest.raises(UsageError, match="8文字以上"):
        with_password((), "山田", "1234567")


@pytest.mark.parametrize(
    "line", ["山田", "山田:password:plain", "山田:key:scrypt$a$b", "a:b:c:d", "山田:password:scrypt$a"]
)
def test_a_line_that_is_none_is_told_with_its_number(tmp_path: Path, line: str) -> None:
    file = tmp_path / "users"
    file.write_text(f"# 利用者\n\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="3行目"):
        load_users(file)


def test_a_damaged_hash_lets_nobody_in(tmp_path: Path) -> None:
    file = tmp_path / "users"
    file.write_text("山田:password:scrypt$!!$abc\n", encoding="utf-8")
    assert not load_users(file).admits("山田", "12345678")


def test_an_absent_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="読めません"):
        load_users(tmp_path / "none")
