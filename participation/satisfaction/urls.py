from django.urls import path

from participation.satisfaction.views import desk, public

app_name = "satisfaction"

residents = [
    path("survei/", public.start, name="start"),
    path("survei/terima-kasih/", public.thanks, name="thanks"),
    path("survei/hasil/", public.results, name="results"),
    path("survei/hasil/<int:pk>/", public.result, name="result"),
    path("survei/hasil/<int:pk>/unduh.<slug:kind>", public.result_file, name="result_file"),
    path("survei/kode/<slug:code>/", public.by_code, name="by_code"),
    path("survei/laporan/<str:token>/", public.after_case, name="after_case"),
    path("survei/<slug:slug>/", public.survey, name="survey"),
]

staff = [
    path("petugas/survei/", desk.surveys, name="surveys"),
    path("petugas/survei/baru/", desk.create, name="create"),
    path("petugas/survei/<int:pk>/", desk.desk, name="desk"),
    path("petugas/survei/<int:pk>/ubah/", desk.change, name="change"),
    path("petugas/survei/<int:pk>/poster/", desk.poster, name="poster"),
    path("petugas/survei/<int:pk>/kode/", desk.print_codes, name="print_codes"),
    path("petugas/survei/<int:pk>/kode/cabut/", desk.revoke_codes, name="revoke_codes"),
    path("petugas/survei/<int:pk>/rencana/<slug:element>/", desk.plan, name="plan"),
    path("petugas/survei/<int:pk>/umumkan/", desk.publish, name="publish"),
    path("petugas/survei/<int:pk>/saran/<int:response_id>/", desk.show_comment, name="show_comment"),
    path("petugas/survei/<int:pk>/unduh.<slug:kind>", desk.staff_file, name="staff_file"),
]

urlpatterns = residents + staff
