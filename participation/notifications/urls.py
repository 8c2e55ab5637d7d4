from django.urls import path

from participation.notifications import views

app_name = "notifications"

urlpatterns = [
    path("petugas/pesan/", views.outbox, name="outbox"),
    path("petugas/pesan/<int:pk>/ulang/", views.retry, name="retry"),
]
