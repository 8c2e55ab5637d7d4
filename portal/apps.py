from django.apps import AppConfig, apps
from django.db.models.signals import post_delete, post_save


class PortalConfig(AppConfig):
    name = "portal"

    def ready(self) -> None:
        _keep_out_of_reference_index()
        from wagtail.models import Page, Site, get_page_models
        from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

        import portal.celery  # noqa: F401 -- makes the project's Celery app the default one
        from portal.site_facts import forget_site

        _give_polls_the_residents()

        for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
            signal.connect(forget_site, dispatch_uid="portal.forget_site")
        senders = [Page, Site, *get_page_models()]
        if apps.is_installed("cms"):
            senders.append(apps.get_model("cms", "OfficeSettings"))
        for sender in senders:
            for signal in (post_save, post_delete):
                signal.connect(forget_site, sender=sender, dispatch_uid=f"portal.forget_site.{sender.__name__}")


def _give_polls_the_residents() -> None:
    if apps.is_installed("participation.polls"):
        from portal.voter_roll import join

        join()


def _keep_out_of_reference_index() -> None:
    """Else Wagtail writes index rows for every case and event. Has to run before Wagtail connects its signals."""
    for model in apps.get_models():
        if model.__module__.startswith("participation."):
            model.wagtail_reference_index_ignore = True
