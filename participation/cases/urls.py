from django.urls import path

from participation.cases.views import account, desk, photos, place, public, replies, report, track

app_name = "cases"

residents = [
    path("lapor/", report.report, name="report"),
    path("lapor/saran/", report.suggest, name="suggest"),
    path("lapor/tanda-terima/", report.receipt, name="receipt"),
    path("lapor/foto/<uuid:key>/<slug:size>/", photos.draft_photo, name="draft_photo"),
    path("peta/kelurahan.json", place.outlines, name="outlines"),
    path("lacak/", track.track, name="track"),
    path("lacak/lupa/", track.recover, name="recover"),
    path("lacak/keluar/", track.leave, name="leave"),
    path("lacak/buka/<str:token>/", track.open_link, name="open_link"),
    path("lacak/<slug:code>/", track.own, name="own_case"),
    path("lacak/<slug:code>/pin/", track.renew_pin, name="renew_pin"),
    path("lacak/<slug:code>/foto/<uuid:key>/<slug:size>/", photos.own_photo, name="own_photo"),
    path("lacak/<slug:code>/akun/", account.open_own, name="open_own"),
    path("lacak/<slug:code>/simpan/", account.keep, name="keep"),
    path("lacak/<slug:code>/<slug:act>/", track.act, name="own_act"),
    path("laporan/", public.case_list, name="list"),
    path("laporan/foto/<uuid:key>/<slug:size>/", photos.public_photo, name="public_photo"),
    path("laporan/<slug:code>/", public.case_detail, name="public_case"),
    path("laporan/<slug:code>/dukung/", public.support, name="support"),
]

staff = [
    path("petugas/", desk.inbox, name="inbox"),
    path("petugas/laporan/<slug:code>/", desk.case, name="staff_case"),
    path("petugas/laporan/<slug:code>/asli/", desk.view_original, name="view_original"),
    path("petugas/laporan/<slug:code>/identitas/", desk.view_identity, name="view_identity"),
    path("petugas/laporan/<slug:code>/foto/<uuid:key>/<slug:size>/", photos.staff_photo, name="staff_photo"),
    path("petugas/laporan/<slug:code>/balasan/", replies.draft, name="draft_reply"),
    path("petugas/laporan/<slug:code>/<slug:act>/", desk.act, name="act"),
]

urlpatterns = residents + staff
