"""The cache: what was put there comes back, or nothing does; it keeps to its room, and several may use it at once."""

import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lambextract.cache import Store, key_of, opened, program
from lambextract.cache.keys import LIBRARIES
from lambextract.errors import UsageError
from lambextract.language.model import MODELS

NOISE = [os.urandom(1000) for _ in range(8)]


def test_what_was_put_comes_back(tmp_path: Path) -> None:
    store = Store(tmp_path / "new" / "folder")
    assert store.get("pages", "a") is None
    store.put("pages", "a", [b"one ", b"", b"two"])
    assert store.get("pages", "a") == b"one two"
    assert store.get("dataset", "a") is None
    store.put("pages", "a", [b"three"])
    assert store.get("pages", "a") == b"three"
    assert store.held()[0] == 1


@pytest.mark.parametrize("where", [0, 10, 25, -1, -40])
def test_an_entry_that_is_damaged_is_not_trusted_and_goes(tmp_path: Path, where: int) -> None:
    store = Store(tmp_path)
    store.put("pages", "a", [b"".join(NOISE)])
    file = store.file_of("pages", "a")
    data = bytearray(file.read_bytes())
    data[where] ^= 1
    file.write_bytes(data)
    assert store.get("pages", "a") is None
    assert not file.exists()


@pytest.mark.parametrize("length", [0, 5, 60, 4000])
def test_an_entry_that_is_cut_short_is_not_trusted(tmp_path: Path, length: int) -> None:
    store = Store(tmp_path)
    store.put("pages", "a", [b"".join(NOISE)])
    file = store.file_of("pages", "a")
    file.write_bytes(file.read_bytes()[:length])
    assert store.get("pages", "a") is None


def test_what_was_not_used_for_longest_makes_room(tmp_path: Path) -> None:
    store = Store(tmp_path, room=5000)
    for number, data in enumerate(NOISE[:4]):
        store.put("pages", str(number), [data])
        os.utime(store.file_of("pages", str(number)), (number, number))
    assert store.get("pages", "0") == NOISE[0]  # it is used now
    store.put("pages", "4", [NOISE[4]])
    assert store.get("pages", "1") is None
    assert [store.get("pages", k) is not None for k in "0234"] == [True] * 4
    assert store.held()[1] <= 5000


def test_what_takes_too_much_room_is_not_kept(tmp_path: Path) -> None:
    store = Store(tmp_path, room=5000)
    store.put("pages", "a", NOISE)
    assert store.get("pages", "a") is None
    assert list(tmp_path.iterdir()) == []


def test_what_others_put_there_stays_and_what_was_left_half_written_goes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    somebodys, old, new = tmp_path / "thesis.doc", tmp_path / "pages-x.part", tmp_path / "pages-y.part"
    for file in (somebodys, old, new):
        file.write_bytes(b"x")
    os.utime(old, (1, 1))
    store.put("pages", "a", [b"one"])
    assert somebodys.exists()
    assert new.exists()
    assert not old.exists()


def test_where_it_cannot_be_written_there_is_no_cache(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    store = Store(file / "cache")
    store.put("pages", "a", [b"one"])
    assert store.get("pages", "a") is None
    assert store.held() == (0, 0)


@pytest.mark.skipif(os.name != "posix", reason="permissions of another kind")
def test_only_its_owner_may_read_an_entry(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    store.put("pages", "a", [b"one"])
    assert stat.S_IMODE(store.file_of("pages", "a").stat().st_mode) == 0o600
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700


def test_several_may_use_it_at_once(tmp_path: Path) -> None:
    until = time.monotonic() + 1.5

    def use(number: int) -> int:
        store = Store(tmp_path, room=9000)
        seen = 0
        while time.monotonic() < until:
            key = str((number + seen) % len(NOISE))
            store.put("pages", key, [NOISE[int(key)]])
            found = store.get("pages", key)
            assert found in (None, NOISE[int(key)])
            seen += 1
        return seen

    with ThreadPoolExecutor(8) as pool:
        assert min(pool.map(use, range(8))) > 1
    assert not [file for file in tmp_path.iterdir() if file.suffix == ".part"]


def test_the_cache_is_where_it_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAMBEXTRACT_CACHE", str(tmp_path))
    monkeypatch.setenv("LAMBEXTRACT_CACHE_MB", "7")
    store = opened()
    assert store is not None
    assert (store.folder, store.room) == (tmp_path, 7_000_000)
    monkeypatch.setenv("LAMBEXTRACT_CACHE_MB", "much")
    with pytest.raises(UsageError, match="is 'much'"):
        opened()
    monkeypatch.delenv("LAMBEXTRACT_CACHE_MB")
    monkeypatch.setenv("LAMBEXTRACT_CACHE", "off")
    assert opened() is None
    monkeypatch.delenv("LAMBEXTRACT_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    store = opened()
    assert store is not None
    assert store.folder == tmp_path / "lambextract"


def test_a_key_stands_for_all_of_its_parts() -> None:
    keys = [key_of("a", "b"), key_of("ab"), key_of("a", b"b"), key_of("a", "b", None), key_of("b", "a"), key_of("a", 1)]
    assert len(set(keys)) == len(keys)
    assert key_of("a", "b") == keys[0]


def test_the_program_is_told_with_every_library_that_has_a_say() -> None:
    assert {name.replace("_", "-") for name in MODELS} <= set(LIBRARIES)
    assert all(f"{name} " in program() for name in LIBRARIES)
    assert "spacy -" not in program()
