from django.urls import URLPattern, URLResolver, path

from . import public, web

urlpatterns: list[URLPattern | URLResolver] = [
    path("panitia/<str:uuid>/pemilih/", web.roll, name="registry_roll"),
    path("panitia/<str:uuid>/pemilih/kelas/", web.voters_of_class, name="registry_class"),
    path("panitia/<str:uuid>/pemilih/cari/", web.find, name="registry_find"),
    path("panitia/<str:uuid>/pemilih/templat.xlsx", web.template, name="registry_template"),
    path("panitia/<str:uuid>/pemilih/unggah/", web.upload, name="registry_upload"),
    path("panitia/<str:uuid>/pemilih/unggah/<int:upload>/", web.report, name="registry_report"),
    path("panitia/<str:uuid>/pemilih/unggah/<int:upload>/buang/", web.discard, name="registry_discard"),
    path(
        "panitia/<str:uuid>/pemilih/unggah/<int:upload>/temuan.xlsx", web.findings, name="registry_findings"
    ),
    path("panitia/<str:uuid>/pemilih/baru/", web.add, name="registry_add"),
    path("panitia/<str:uuid>/pemilih/<int:voter>/", web.change, name="registry_change"),
    path("panitia/<str:uuid>/pemilih/<int:voter>/keluarkan/", web.remove, name="registry_remove"),
    path("panitia/<str:uuid>/pemilih/riwayat/", web.history, name="registry_history"),
    path("panitia/<str:uuid>/pemilih/dps/", web.dps, name="registry_dps"),
    path("panitia/<str:uuid>/pemilih/keberatan/", web.objections, name="registry_objections"),
    path("panitia/<str:uuid>/pemilih/keberatan/<int:objection>/", web.answer, name="registry_answer"),
    path("panitia/<str:uuid>/pemilih/dpt/", web.dpt, name="registry_dpt"),
    path("panitia/<str:uuid>/pemilih/dpt/tanpa-dps/", web.dpt_without_dps, name="registry_dpt_without_dps"),
    path("panitia/<str:uuid>/pemilih/dpt.txt", web.dpt_file, name="registry_dpt_file"),
    path("e/<str:uuid>/dps/", public.dps, name="registry_public_dps"),
    path("e/<str:uuid>/dps/keberatan/", public.object_, name="registry_object"),
    path("e/<str:uuid>/dps/lacak/", public.track, name="registry_track"),
]
