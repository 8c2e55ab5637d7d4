from django.urls import path

from participation.residents.views import desk, own

app_name = "residents"

residents = [
    path("akun/tempat-tinggal/", own.residence, name="residence"),
    path("akun/tempat-tinggal/dokumen/", own.send_document, name="send_document"),
    path("akun/tempat-tinggal/dokumen/tarik/", own.withdraw_document, name="withdraw_document"),
    path("akun/data/", own.own_data, name="own_data"),
    path("akun/data/unduh/", own.download, name="download"),
    path("akun/data/hapus/", own.ask_erasure, name="ask_erasure"),
    path("akun/data/hapus/tarik/", own.withdraw_erasure, name="withdraw_erasure"),
]

staff = [
    path("petugas/warga/", desk.counter, name="counter"),
    path("petugas/warga/dokumen/<uuid:key>/", desk.document, name="document"),
    path("petugas/warga/dokumen/<uuid:key>/foto/", desk.document_picture, name="document_picture"),
    path("petugas/warga/dokumen/<uuid:key>/terima/", desk.accept_document, name="accept_document"),
    path("petugas/warga/dokumen/<uuid:key>/tolak/", desk.refuse_document, name="refuse_document"),
    path("petugas/warga/kartu/", desk.cards, name="cards"),
    path("petugas/warga/kartu/<int:pk>/cabut/", desk.revoke_cards, name="revoke_cards"),
    path("petugas/data-pribadi/", desk.data_requests, name="data_requests"),
    path("petugas/data-pribadi/<int:pk>/hapus/", desk.erase, name="erase"),
    path("petugas/data-pribadi/<int:pk>/tolak/", desk.refuse_request, name="refuse_request"),
]

urlpatterns = residents + staff
