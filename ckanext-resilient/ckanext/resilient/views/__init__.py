"""Pages of our own beside CKAN's."""

from ckanext.resilient.views.content import resilient_content
from ckanext.resilient.views.site import resilient_site
from ckanext.resilient.views.topics import resilient_topics

__all__ = ["resilient_content", "resilient_site", "resilient_topics"]
