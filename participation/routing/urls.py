from django.urls import path

from participation.routing import views

app_name = "routing"

urlpatterns = [
    path("petugas/klasifikasi/", views.classification, name="classification"),
    path("petugas/klasifikasi/versi/", views.choose_version, name="choose_version"),
    path("petugas/klasifikasi/kata/", views.words, name="words"),
    path("petugas/klasifikasi/kata/ubah/", views.change_word, name="change_word"),
]
