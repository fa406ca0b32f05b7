from django.urls import URLPattern, URLResolver, path

from .web import committee, public, seats

COMMITTEE = "panitia/<str:uuid>/pemegang-kunci/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(COMMITTEE, committee.keys, name="ceremony_keys"),
    path(f"{COMMITTEE}susunan/", committee.arrange, name="ceremony_arrange"),
    path(f"{COMMITTEE}<int:owner>/undang-ulang/", committee.resend, name="ceremony_resend"),
    path(f"{COMMITTEE}<int:owner>/ganti/", committee.replace, name="ceremony_replace"),
    path(f"{COMMITTEE}ulangi/", committee.restart, name="ceremony_restart"),
    path(f"{COMMITTEE}otoritas/", committee.authority, name="ceremony_authority"),
    path(f"{COMMITTEE}otoritas/undang-ulang/", committee.resend_authority, name="ceremony_resend_authority"),
    path(f"{COMMITTEE}kartu/batalkan/", committee.discard_cards, name="ceremony_discard"),
    path("e/<str:uuid>/aturan.json", public.rules, name="ceremony_rules"),
    path("kunci/", seats.trustee_page, name="trustee"),
    path("kunci/masuk", seats.trustee_enter, name="trustee_enter"),
    path("kunci/keadaan", seats.trustee_state, name="trustee_state"),
    path("kunci/langkah", seats.trustee_step, name="trustee_step"),
    path("kredensial/", seats.authority_page, name="authority"),
    path("kredensial/masuk", seats.authority_enter, name="authority_enter"),
    path("kredensial/keadaan", seats.authority_state, name="authority_state"),
    path("kredensial/unggah", seats.authority_upload, name="authority_upload"),
    path("kredensial/cetak", seats.authority_print, name="authority_print"),
]
