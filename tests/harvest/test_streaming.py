"""Reading a feed eight times as large takes no more memory to speak of."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks/streaming.py"
MORE_MB = 150
"""What 21 MB more of feed may add: a full batch for the index of a large RDF document. Held in memory it would add far more."""

pytestmark = pytest.mark.slow


def read(megabytes: int, form: str) -> dict[str, Any]:
    command = [sys.executable, str(BENCHMARK), "--megabytes", str(megabytes), "--only", form, "--json"]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(ran.stdout)[form]


@pytest.mark.parametrize("form", ["data.json", "ine", "rdf-xml", "turtle", "n-triples", "json-ld", "ckan"])
def test_memory_does_not_grow_with_the_feed(form: str):
    small, large = read(3, form), read(24, form)
    assert small["complete"]
    assert large["complete"]
    assert large["records"] > 6 * small["records"]
    assert large["peak_mb"] - small["peak_mb"] < MORE_MB
