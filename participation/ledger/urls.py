from django.urls import path

from participation.ledger import views

app_name = "ledger"

urlpatterns = [
    path("segel/", views.seals, name="seals"),
    path("segel/segel.jsonl", views.seal_file, name="seal_file"),
]
