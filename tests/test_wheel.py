"""What `pip install` of the built wheel gives must be what the checkout gives."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "ckanext-resilient/ckanext/resilient"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--outdir", target, ROOT], check=True)
    (built,) = target.glob("*.whl")
    return built


def tree() -> set[str]:
    """Every file of the package that git tracks or would track, under the name it has in a wheel."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    prefix = "ckanext-resilient/"
    links = {
        link.name: link.resolve().relative_to(ROOT).as_posix()
        for link in PACKAGE.iterdir()
        if link.is_symlink()
    }
    files = {
        path.removeprefix(prefix) for path in listed if path.startswith(prefix) and (ROOT / path).is_file()
    }
    files = {path for path in files if not (ROOT / prefix / path).is_symlink()}
    for name, folder in links.items():
        files |= {
            f"ckanext/resilient/{name}/{path.removeprefix(folder + '/')}"
            for path in listed
            if path.startswith(folder + "/") and (ROOT / path).is_file()
        }
    return files


def test_the_wheel_holds_every_file_of_the_tree_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == tree()


def test_the_wheel_works_in_a_fresh_virtual_environment(wheel: Path, tmp_path: Path) -> None:
    folder = tmp_path / "venv"
    # The requirements are those of the running environment: what is tested is the wheel alone.
    venv.create(folder, with_pip=True)
    python = folder / "bin/python"
    site = subprocess.run(
        [python, "-c", "import site; print(site.getsitepackages()[0])"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel], check=True)
    running = subprocess.run(
        [sys.executable, "-c", "import site; print(site.getsitepackages()[0])"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    code = (
        "import sys; sys.path.append(sys.argv[1]);"
        "import ckanext; ckanext.__path__ = [sys.argv[2] + '/ckanext', sys.argv[1] + '/ckanext'];"
        "import ckanext.resilient as suite; assert suite.__path__[0].startswith(sys.argv[2]), suite.__path__;"
        "from importlib.metadata import entry_points, distribution;"
        "points = [p for p in distribution('ckanext-resilient').entry_points if p.group == 'ckan.plugins'];"
        "[p.load() for p in points]; print(len(points))"
    )
    loaded = subprocess.run(
        [python, "-c", code, running, site], check=True, capture_output=True, text=True, cwd=tmp_path
    )
    assert int(loaded.stdout.split()[-1]) >= 5
