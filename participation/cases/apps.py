from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "participation.cases"
    label = "cases"
    verbose_name = "Laporan"
