import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
application = get_wsgi_application()
# Loads all views now: otherwise the first visitor of every new process waits for it.
get_resolver().url_patterns  # noqa: B018
