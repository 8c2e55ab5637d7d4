from django.urls import include, path

urlpatterns = [
    path("", include("participation.cases.urls")),
    path("", include("participation.ledger.urls")),
    path("", include("participation.notifications.urls")),
    path("", include("participation.polls.urls")),
    path("", include("participation.satisfaction.urls")),
    path("", include("participation.residents.urls")),
    path("", include("participation.routing.urls")),
]
