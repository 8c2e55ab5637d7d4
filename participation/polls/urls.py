from django.urls import path

from participation.polls.views import desk, public, vote

app_name = "polls"

residents = [
    path("jajak/", public.poll_list, name="list"),
    path("jajak/<slug:slug>/", vote.poll, name="poll"),
    path("jajak/<slug:slug>/periksa/", vote.confirm, name="confirm"),
    path("jajak/<slug:slug>/kirim/", vote.vote, name="vote"),
    path("jajak/<slug:slug>/bukti/", vote.receipt, name="receipt"),
    path("jajak/<slug:slug>/bukti/cocokkan/", public.check_receipt, name="check_receipt"),
    path("jajak/<slug:slug>/kabari/", public.follow, name="follow"),
    path("jajak/<slug:slug>/hasil/", public.results, name="results"),
    path("jajak/<slug:slug>/hitung-ulang/", public.recount, name="recount"),
    path("jajak/<slug:slug>/hasil.csv", public.results_csv, name="results_csv"),
    path("jajak/<slug:slug>/suara.jsonl", public.ballot_file, name="ballot_file"),
    path("jajak/<slug:slug>/bukti.jsonl", public.receipt_file, name="receipt_file"),
    path("jajak/<slug:slug>/hasil.json", public.result_file, name="result_file"),
]

staff = [
    path("petugas/jajak/", desk.polls, name="desk"),
    path("petugas/jajak/<slug:slug>/", desk.poll, name="desk_poll"),
    path("petugas/jajak/<slug:slug>/kode/", desk.issue, name="issue_codes"),
    path("petugas/jajak/<slug:slug>/kode/ganti/", desk.replace, name="replace_code"),
    path("petugas/jajak/<slug:slug>/kertas/", desk.check_in, name="check_in"),
    path("petugas/jajak/<slug:slug>/kertas/baru/", desk.enter_papers, name="enter_papers"),
    path("petugas/jajak/<slug:slug>/kertas/<int:number>/", desk.confirm_papers, name="confirm_papers"),
    path("petugas/jajak/<slug:slug>/kertas/<int:number>/batal/", desk.drop_papers, name="drop_papers"),
    path("petugas/jajak/<slug:slug>/<slug:step>/", desk.step, name="desk_step"),
]

urlpatterns = residents + staff
