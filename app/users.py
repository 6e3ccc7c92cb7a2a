"""Who may use the desk and the API: a users file with hashed passwords and keys.

One entry a line: `名前:password:scrypt$…` for people, `名前:key:sha256$…` for programs, `#` before a comment. Passwords
are hashed with scrypt (RFC 7914; OWASP's least cost for it); keys are 256 random bits, for which one SHA-256 is enough.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from corpus.errors import UsageError
from ingest.table_export import replacing

_N, _R, _P = 2**15, 8, 3
_MEMORY = 64 * 2**20
LEAST_LENGTH = 8

Kind = Literal["password", "key"]


@dataclass(frozen=True, slots=True)
class User:
    """A line of the users file; `secret` is the hash."""

    name: str
    kind: Kind
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Users:
    """Those who may come in."""

    listed: tuple[User, ...]

    def admits(self, name: str, password: str) -> bool:
        """Whether a person of this name has this password; takes as long for a name that is not there."""
        secret = next((user.secret for user in self.listed if (user.name, user.kind) == (name, "password")), _NOBODY)
        return _matches(secret, password) and secret != _NOBODY

    def admits_key(self, key: str) -> bool:
        """Whether this is the key of some program."""
        given = _key_hash(key)
        return any(hmac.compare_digest(user.secret, given) for user in self.listed if user.kind == "key")


def load_users(path: Path) -> Users:
    """Read a users file. Raises UsageError: absent, unreadable, or a line that is none (with its number)."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"利用者ファイル「{path}」を読めません。shirube users {path} --add 名前 で作ることができます。（{error}）"
        ) from error
    users = tuple(_user(line, number, path) for number, line in enumerate(lines, 1) if line.strip() and line[0] != "#")
    if not users:
        raise UsageError(
            f"利用者ファイル「{path}」に利用者がいません。shirube users {path} --add 名前 で加えてください。"
        )
    return Users(users)


def with_password(users: Iterable[User], name: str, password: str) -> list[User]:
    """The users with this person's password set. Raises UsageError for a name or password that will not do."""
    _check_name(name)
    if len(password) < LEAST_LENGTH:
        raise UsageError(f"パスワードは{LEAST_LENGTH}文字以上にしてください。")
    salt = os.urandom(16)
    return _with(users, User(name, "password", f"scrypt${_b64(salt)}${_b64(_scrypt(password, salt))}"))


def with_key(users: Iterable[User], name: str) -> tuple[list[User], str]:
    """The users with a new key for this program, and the key, which is not kept. Raises UsageError for the name."""
    _check_name(name)
    key = secrets.token_urlsafe(32)
    return _with(users, User(name, "key", _key_hash(key))), key


def save_users(path: Path, users: Iterable[User]) -> None:
    """Write a users file that only its owner can read. Raises RefusedError (`unwritable`)."""
    with replacing(path) as draft:
        draft.write_text("".join(f"{user.name}:{user.kind}:{user.secret}\n" for user in users), encoding="utf-8")
    path.chmod(0o600)


def _with(users: Iterable[User], new: User) -> list[User]:
    return [*(user for user in users if (user.name, user.kind) != (new.name, new.kind)), new]


def _check_name(name: str) -> None:
    if not name or ":" in name or name.startswith("#") or not name.isprintable() or name != name.strip():
        raise UsageError(f"「{name}」は名前にできません。「:」や改行を含まない名前にしてください。")


def _user(line: str, number: int, path: Path) -> User:
    match line.strip().split(":"):
        case [name, "password", secret] if secret.startswith("scrypt$") and secret.count("$") == 2:
            return User(name, "password", secret)
        case [name, "key", secret] if secret.startswith("sha256$"):
            return User(name, "key", secret)
    raise UsageError(
        f"利用者ファイル「{path}」の{number}行目を読めません。その行を消し、shirube users で作り直してください。"
    )


def _matches(secret: str, password: str) -> bool:
    try:
        _, salt, wanted = (base64.b64decode(part + "==") if i else b"" for i, part in enumerate(secret.split("$")))
    except ValueError:
        return False
    return hmac.compare_digest(_scrypt(password, salt), wanted)


def _scrypt(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=_N, r=_R, p=_P, maxmem=_MEMORY)


def _key_hash(key: str) -> str:
    return f"sha256${hashlib.sha256(key.encode()).hexdigest()}"


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


_NOBODY = f"scrypt${_b64(bytes(16))}${_b64(bytes(64))}"
"""A hash that no password has: checked for names that are not there."""
