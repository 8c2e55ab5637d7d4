from cms.models.announcements import AnnouncementCategory, AnnouncementIndexPage, AnnouncementPage, AnnouncementTag
from cms.models.home import HomePage
from cms.models.information import StandardPage
from cms.models.media import SiteDocument, SiteImage, SiteRendition
from cms.models.site_settings import OfficeSettings

__all__ = [
    "AnnouncementCategory",
    "AnnouncementIndexPage",
    "AnnouncementPage",
    "AnnouncementTag",
    "HomePage",
    "OfficeSettings",
    "SiteDocument",
    "SiteImage",
    "SiteRendition",
    "StandardPage",
]
