"""Makes `tests` ours: importing ckan puts its own folder, which has a package of that name, first on the path."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
