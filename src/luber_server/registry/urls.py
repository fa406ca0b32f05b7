from django.urls import URLPattern, URLResolver, path

from .web import public, roll, sheets, stages

urlpatterns: list[URLPattern | URLResolver] = [
    path("panitia/<str:uuid>/pemilih/", roll.roll, name="registry_roll"),
    path("panitia/<str:uuid>/pemilih/kelas/", roll.voters_of_class, name="registry_class"),
    path("panitia/<str:uuid>/pemilih/cari/", roll.find, name="registry_find"),
    path("panitia/<str:uuid>/pemilih/templat.xlsx", sheets.template, name="registry_template"),
    path("panitia/<str:uuid>/pemilih/unggah/", sheets.upload, name="registry_upload"),
    path("panitia/<str:uuid>/pemilih/unggah/<int:upload>/", sheets.report, name="registry_report"),
    path("panitia/<str:uuid>/pemilih/unggah/<int:upload>/buang/", sheets.discard, name="registry_discard"),
    path(
        "panitia/<str:uuid>/pemilih/unggah/<int:upload>/temuan.xlsx",
        sheets.findings,
        name="registry_findings",
    ),
    path("panitia/<str:uuid>/pemilih/baru/", roll.add, name="registry_add"),
    path("panitia/<str:uuid>/pemilih/<int:voter>/", roll.change, name="registry_change"),
    path("panitia/<str:uuid>/pemilih/<int:voter>/keluarkan/", roll.remove, name="registry_remove"),
    path("panitia/<str:uuid>/pemilih/riwayat/", roll.history, name="registry_history"),
    path("panitia/<str:uuid>/pemilih/dps/", stages.dps, name="registry_dps"),
    path("panitia/<str:uuid>/pemilih/keberatan/", stages.objections, name="registry_objections"),
    path("panitia/<str:uuid>/pemilih/keberatan/<int:objection>/", stages.answer, name="registry_answer"),
    path("panitia/<str:uuid>/pemilih/dpt/", stages.dpt, name="registry_dpt"),
    path(
        "panitia/<str:uuid>/pemilih/dpt/tanpa-dps/", stages.dpt_without_dps, name="registry_dpt_without_dps"
    ),
    path("panitia/<str:uuid>/pemilih/dpt.txt", stages.dpt_file, name="registry_dpt_file"),
    path("e/<str:uuid>/dps/", public.dps, name="registry_public_dps"),
    path("e/<str:uuid>/dps/keberatan/", public.object_, name="registry_object"),
    path("e/<str:uuid>/dps/lacak/", public.track, name="registry_track"),
]
