"""What `/rupa/` shows: an invented election in an invented school, every component in every state."""

from __future__ import annotations

from datetime import UTC, datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .forms import ClockField, DayField, MomentField
from .parts import Bar, Column, Event, Pair, State, SummaryRow, Table, Task

OPENS = datetime(2027, 12, 6, 1, 0, tzinfo=UTC)
CLOSES = datetime(2027, 12, 6, 6, 30, tzinfo=UTC)
FINGERPRINT = "9f4c0be71d23a8865e0f7c41b2d93a6c5581e7f0246bd8ac13f95e70c24ab86d"
TRACKER = "Zl8mDUXQkWpGT3vYc0Rr5yLhE6sBfNo2Ji9PaKd7xwA"
CARD_ADDRESS = "https://luber.example/pilih/q8TnW2xK4mZp7R/#KNG7-Q4XW-29FT-PLMZ-8D3K"
STATES = tuple(State)
ICONS = ("check", "clock", "circle", "lock", "alert", "dot", "copy", "print", "download", "arrow")


def place() -> tuple[str, str]:
    return (_("Pemilihan Ketua OSIS 2026/2027"), "SMP Negeri 3 Kunang-Kunang")


def steps() -> list[str]:
    return [_("Kartu"), _("Pilih"), _("Periksa"), _("Selesai")]


def tasks() -> list[Task]:
    return [
        Task(title=_("Nama dan waktu pemilihan"), state=State.DONE, url="#tugas"),
        Task(
            title=_("Daftar pemilih"),
            state=State.PROBLEM,
            url="#tugas",
            hint=_("2 dari 412 baris belum dapat disimpan."),
        ),
        Task(title=_("Pasangan calon"), state=State.TODO, url="#tugas", hint=_("Dua foto, visi, dan misi.")),
        Task(
            title=_("Pemegang kunci"),
            state=State.CHECKING,
            url="#tugas",
            word=_("2 dari 3 sudah mencoba kuncinya"),
        ),
        Task(
            title=_("Pemilihan percobaan"),
            state=State.OPEN,
            url="#tugas",
            hint=_("Suara percobaan tidak dihitung."),
        ),
        Task(
            title=_("Bekukan pemilihan"),
            state=State.LOCKED,
            hint=_("Terbuka setelah semua yang di atas selesai."),
        ),
    ]


def summary() -> list[SummaryRow]:
    return [
        SummaryRow(key=_("Nama pemilihan"), value=_("Pemilihan Ketua OSIS 2026/2027"), url="#ringkasan"),
        SummaryRow(key=_("Zona waktu"), value="WIB", url="#ringkasan"),
        SummaryRow(key=_("Jumlah pemilih"), value="412", url="#ringkasan", act=_("Lihat")),
        SummaryRow(key=_("Sidik jari daftar pemilih"), value=_("belum ada, daftar belum dibekukan")),
    ]


def pairs() -> list[Pair]:
    def of(number: int, names: tuple[str, str], classes: tuple[str, str]) -> Pair:
        return Pair(number=number, names=names, details=[_("Kelas %(name)s") % {"name": c} for c in classes])

    return [
        of(1, ("Melati Ranting", "Bayu Samudra"), ("8A", "7C")),
        of(2, ("Togar Nuansa", "Sekar Lintang"), ("8D", "7A")),
        of(3, ("Gilang Telaga", "Ayu Pelangi"), ("8B", "7B")),
    ]


def empty_box() -> Pair:
    return Pair(
        number=2, names=(_("Kotak kosong"),), details=(_("Tidak setuju dengan pasangan nomor 1"),), box=True
    )


def answers() -> list[Pair]:
    return [Pair(number=1, names=(_("Setuju"),)), Pair(number=2, names=(_("Tidak setuju"),))]


def bars() -> list[Bar]:
    return [
        Bar(label="1", value=128, name="Melati Ranting & Bayu Samudra"),
        Bar(label="2", value=194, name="Togar Nuansa & Sekar Lintang"),
        Bar(label="3", value=82, name="Gilang Telaga & Ayu Pelangi"),
        Bar(label="–", value=8, name=_("Suara kosong")),
    ]


def chosen() -> list[Bar]:
    return [
        Bar(label="Intan Rimba", value=88),
        Bar(label="Surya Lembah", value=61),
        Bar(label="Dian Kelana", value=0),
    ]


def table() -> Table:
    return Table(
        caption=_("Yang sudah memilih, menurut kelas"),
        columns=[
            Column(title=_("Kelas")),
            Column(title=_("Pemilih"), numeric=True),
            Column(title=_("Sudah memilih"), numeric=True),
            Column(title=_("Bagian"), numeric=True),
        ],
        rows=[("7A", "31", "30", "96,8 %"), ("7B", "32", "29", "90,6 %"), ("8A", "30", "30", "100,0 %")],
        note=_("Kelas dengan kurang dari 10 suara digabung, supaya suara tidak dapat ditebak."),
    )


def events() -> list[Event]:
    return [
        Event(title=_("Daftar pemilih dibekukan"), at=_("Senin, 29 November 2027 pukul 14.10 WIB")),
        Event(title=_("Kotak dibuka"), at=_("Senin, 6 Desember 2027 pukul 08.00 WIB"), state=State.OPEN),
        Event(
            title=_("Waktu diperpanjang"),
            at=_("Menunggu orang kedua"),
            body=_("Listrik padam 40 menit di gedung B."),
            state=State.CHECKING,
        ),
        Event(title=_("Hasil dihitung"), state=State.TODO),
    ]


class SampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(
        label=gettext_lazy("Nama pemilihan"),
        help_text=gettext_lazy("Seperti di undangan, misalnya “Pemilihan Ketua OSIS 2026/2027”."),
        max_length=80,
    )
    npsn = forms.CharField(
        label="NPSN",
        required=False,
        help_text=gettext_lazy("Nomor pokok sekolah nasional, delapan angka."),
        widget=forms.TextInput({"class": "w-10", "inputmode": "numeric"}),
    )
    opens_at = MomentField(
        label=gettext_lazy("Kotak dibuka"), help_text=gettext_lazy("Misalnya 6 12 2027 pukul 08.00.")
    )
    born = DayField(label=gettext_lazy("Tanggal rapat"), required=False)
    until = ClockField(label=gettext_lazy("Sampai pukul"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Cara memilih"),
        help_text=gettext_lazy("Tidak dapat diubah setelah dibekukan."),
        widget=forms.RadioSelect,
        choices=[
            ("pair", gettext_lazy("Satu pasangan calon")),
            ("formatur", gettext_lazy("Tepat 13 formatur")),
            ("yes", gettext_lazy("Setuju atau tidak setuju")),
        ],
    )
    booths = forms.MultipleChoiceField(
        label=gettext_lazy("Tempat memilih"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("lab", gettext_lazy("Laboratorium komputer")), ("phone", gettext_lazy("Ponsel sendiri"))],
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Zona waktu"),
        choices=[("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")],
    )
    roll = forms.FileField(
        label=gettext_lazy("Daftar pemilih"),
        help_text=gettext_lazy("XLSX atau CSV: cetakan kami, atau unduhan Dapodik apa adanya."),
    )
    reason = forms.CharField(label=gettext_lazy("Alasan"), required=False, widget=forms.Textarea({"rows": 3}))
    password = forms.CharField(
        label=gettext_lazy("Kata sandi"), widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
    sure = forms.BooleanField(label=gettext_lazy("Saya sudah membacakan daftar ini di depan saksi."))

    fieldsets = (
        (gettext_lazy("Pemilihan"), ("title", "npsn", "opens_at", "born", "until")),
        (gettext_lazy("Suara"), ("kind", "booths", "zone")),
    )

    def clean_npsn(self) -> str:
        npsn: str = self.cleaned_data["npsn"]
        if npsn and not (npsn.isdigit() and len(npsn) == 8):
            raise forms.ValidationError(
                _("NPSN terdiri dari delapan angka; yang tertulis %(found)d huruf atau angka. Periksa lagi."),
                params={"found": len(npsn)},
            )
        return npsn


INITIAL = {"opens_at": OPENS, "kind": "pair", "zone": "Asia/Jakarta"}
WRONG_INPUT = {
    "npsn": "2010",
    "opens_at_day": "31",
    "opens_at_month": "6",
    "opens_at_year": "2027",
    "opens_at_clock": "08.00",
    "until": "25.00",
    "zone": "Asia/Jakarta",
}
