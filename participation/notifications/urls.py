from django.urls import path

from participation.notifications import views

app_name = "notifications"

urlpatterns = [
    path("akun/kabar/", views.preferences, name="preferences"),
    path("kabar/berhenti/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("petugas/pesan/", views.outbox, name="outbox"),
    path("petugas/pesan/<int:pk>/ulang/", views.retry, name="retry"),
]
