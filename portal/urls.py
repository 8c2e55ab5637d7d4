from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from portal import crawlers, health, media, search, views

admin_log_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("sehat/", health.show_health, name="health"),
    path("gaya/", views.show_styleguide, name="styleguide"),
    path("tema/", views.set_theme, name="set_theme"),
    path("akun/", include("portal.account_urls")),
    path(f"{settings.ADMIN_PATH.strip('/')}/login/", admin_log_in),
    path(f"{settings.ADMIN_PATH.strip('/')}/", include(wagtailadmin_urls)),
    path("dokumen/", include(wagtaildocs_urls)),
    path("cari/", search.search, name="search"),
    path("media/images/<path:path>", media.show_picture),
    path("robots.txt", crawlers.robots),
    path("sitemap.xml", sitemap),
]
if find_spec("participation.urls"):
    urlpatterns.append(path("", include("participation.urls")))
urlpatterns.append(path("", include(wagtail_urls)))
