from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from resilient_ops import state
from resilient_ops.errors import StepError
from resilient_ops.state import Memory, prepare_state_folder, remove_state_folder, require_reachable


@pytest.fixture
def open_path(tmp_path: Path) -> Iterator[Path]:
    """pytest's own folders are closed to others; here the whole way is open."""
    closed = [one for one in (tmp_path, *tmp_path.parents) if not one.stat().st_mode & stat.S_IXOTH]
    modes = {one: one.stat().st_mode for one in closed}
    for one in closed:
        one.chmod(0o755)
    yield tmp_path
    for one, mode in modes.items():
        one.chmod(mode)


def test_var_is_a_plain_folder_where_everybody_can_pass(open_path: Path) -> None:
    var = prepare_state_folder(open_path, pytest.fail, as_root=True)

    assert var == open_path / "var"
    assert var.is_dir()
    assert not var.is_symlink()
    assert stat.S_IMODE(var.stat().st_mode) == 0o755


def test_var_of_a_clone_closed_to_others_links_to_a_folder_outside_and_says_so(
    open_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "FALLBACK", open_path / "lib")
    clone = open_path / "home" / "portal"
    clone.mkdir(parents=True)
    clone.parent.chmod(0o700)
    said: list[str] = []

    var = prepare_state_folder(clone, said.append, as_root=True)

    assert var.is_symlink()
    assert var.resolve().parent == open_path / "lib"
    assert var.resolve().name.startswith("portal-")
    assert str(var.resolve()) in said[0]
    require_reachable(var)


def test_var_stays_in_a_closed_clone_when_postgresql_need_not_change_its_user(open_path: Path) -> None:
    open_path.chmod(0o700)

    assert not prepare_state_folder(open_path, pytest.fail, as_root=False).is_symlink()


def test_a_link_to_a_folder_that_is_gone_is_replaced(open_path: Path) -> None:
    (open_path / "var").symlink_to(open_path / "gone")

    assert prepare_state_folder(open_path, pytest.fail, as_root=True).is_dir()


def test_an_existing_var_that_postgresql_cannot_reach_fails_with_the_folder_to_open(open_path: Path) -> None:
    (open_path / "closed" / "var").mkdir(parents=True)
    (open_path / "closed").chmod(0o700)

    with pytest.raises(StepError, match=r"closed is closed to other users.*chmod o\+x"):
        require_reachable(open_path / "closed" / "var")


def test_erasing_removes_the_link_and_what_it_links_to(tmp_path: Path) -> None:
    target = tmp_path / "outside"
    (target / "postgres").mkdir(parents=True)
    (tmp_path / "var").symlink_to(target)

    remove_state_folder(tmp_path / "var")

    assert list(tmp_path.iterdir()) == []


def test_facts_are_remembered_in_a_private_file(tmp_path: Path) -> None:
    path = tmp_path / "instance.json"

    Memory(path).keep(ports={"web": 5000})

    assert Memory(path).get("ports") == {"web": 5000}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
