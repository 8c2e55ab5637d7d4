"""One log-in for residents, staff and editors: allauth's views under Indonesian paths."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from portal import account_views

urlpatterns = [
    path("", account_views.go_home, name="account_home"),
    path("saya/", account_views.own, name="account_own"),
    path("masuk/", account.login, name="account_login"),
    path("masuk/kode/", account.request_login_code, name="account_request_login_code"),
    path("masuk/kode/periksa/", account.confirm_login_code, name="account_confirm_login_code"),
    path("masuk/dua-langkah/", mfa.authenticate, name="mfa_authenticate"),
    path("keluar/", account.logout, name="account_logout"),
    path("daftar/", account.signup, name="account_signup"),
    path("tidak-aktif/", account.account_inactive, name="account_inactive"),
    path("periksa-ulang/", account.reauthenticate, name="account_reauthenticate"),
    path("periksa-ulang/dua-langkah/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("email/", account.email, name="account_email"),
    path("email/periksa/", account.email_verification_sent, name="account_email_verification_sent"),
    path("hp/periksa/", account.verify_phone, name="account_verify_phone"),
    path("hp/ganti/", account_views.change_phone, name="account_change_phone"),
    path("sandi/ganti/", account.password_change, name="account_change_password"),
    path("sandi/buat/", account.password_set, name="account_set_password"),
    path("sandi/lupa/", account.password_reset, name="account_reset_password"),
    path("sandi/lupa/terkirim/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^sandi/lupa/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sandi/baru/selesai/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("keamanan/", mfa.index, name="mfa_index"),
    path("keamanan/aplikasi/", totp.activate_totp, name="mfa_activate_totp"),
    path("keamanan/aplikasi/hapus/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("keamanan/kode-cadangan/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("keamanan/kode-cadangan/buat/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("keamanan/kode-cadangan/unduh/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
