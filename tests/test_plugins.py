"""Every plugin of the suite loads alone on a stock CKAN, and all of them together."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest

PLUGINS = sorted(
    point.name for point in distribution("ckanext-resilient").entry_points if point.group == "ckan.plugins"
)

STOCK_INI = """
[app:main]
use = egg:ckan
SECRET_KEY = only-for-this-test
ckan.site_url = http://localhost
ckan.plugins = {plugins}
"""

# Loads the plugins as CKAN does at its start and asks every extension point once.
PROGRAM = """
import sys
from ckan.cli import load_config
from ckan.config.middleware import make_app
import ckan.plugins as p
from ckan.logic import get_action
from ckan.authz import get_local_functions
app = make_app(load_config(sys.argv[1]))
assert all(p.plugin_loaded(name) for name in sys.argv[2:]), sys.argv[2:]
get_action("package_show")
client = app._wsgi_app.test_client()
for path in ("/", "/dataset/", "/organization/", "/it/dataset/", "/user/login"):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.text[-2000:])
# Only where datasets are of our type is there something to say about how they are rated.
assert client.get("/quality/method").status_code == (200 if "scheming_datasets" in sys.argv else 404)
# Linked data needs neither our pages nor ckanext-dcat's plugins.
if "resilient_catalogue" in sys.argv:
    for path in ("/vocabulary", "/vocabulary/social_need/housing", "/catalog"):
        answer = client.get(path, headers={"Accept": "text/turtle"})
        assert (answer.status_code, answer.mimetype) == (200, "text/turtle"), (path, answer.status_code)
        page = client.get(path, follow_redirects=True)
        assert page.mimetype == ("text/html" if "resilient" in sys.argv else "text/turtle"), (path, page.mimetype)
print("loaded")
"""


def load(plugins: list[str], folder: Path) -> str:
    ini = folder / "stock.ini"
    ini.write_text(STOCK_INI.format(plugins=" ".join(plugins)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(ini), *plugins], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("plugin", PLUGINS)
def test_a_plugin_loads_alone_and_stock_pages_answer(plugin: str, clean: None, tmp_path: Path) -> None:
    assert "loaded" in load([plugin], tmp_path)


@pytest.mark.slow
def test_all_plugins_load_together_in_any_order(clean: None, tmp_path: Path) -> None:
    others = ["harvest", "dcat", "scheming_datasets", "scheming_organizations"]
    assert "loaded" in load([*PLUGINS, *others], tmp_path)
    assert "loaded" in load([*others, *reversed(PLUGINS)], tmp_path)
