"""The portal as a WSGI application, for gunicorn; CKAN_INI names the configuration.

CKAN's package on PyPI has no wsgi.py.
"""

from __future__ import annotations

import os

from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app

# The loader also sets up the logging that the file describes.
application = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
