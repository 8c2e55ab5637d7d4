from django.urls import include, path

urlpatterns = [
    path("", include("participation.cases.urls")),
    path("", include("participation.ledger.urls")),
    path("", include("participation.notifications.urls")),
]
