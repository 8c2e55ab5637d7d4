from cms.models.alerts import Alert
from cms.models.announcements import AnnouncementCategory, AnnouncementIndexPage, AnnouncementPage, AnnouncementTag
from cms.models.home import HomePage
from cms.models.information import StandardPage
from cms.models.media import SiteDocument, SiteImage, SiteRendition
from cms.models.service_pages import ServiceIndexPage, ServicePage
from cms.models.site_settings import OfficeSettings

__all__ = [
    "Alert",
    "AnnouncementCategory",
    "AnnouncementIndexPage",
    "AnnouncementPage",
    "AnnouncementTag",
    "HomePage",
    "OfficeSettings",
    "ServiceIndexPage",
    "ServicePage",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "StandardPage",
]
