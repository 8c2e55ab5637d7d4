from celery import shared_task


@shared_task
def publish_scheduled_pages() -> None:
    from portal.scheduled import publish_due_pages

    publish_due_pages()
