"""An invented school: its pupils, its pairs of candidates, its teachers. Nobody here exists.

Names are words of nature put side by side; a NISN here begins with 99, which the ministry does not give out.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

NAME = "SMP Negeri 3 Kunang-Kunang"
NPSN = "99200303"
CITY = "Kota Kunang-Kunang"
CLASSES = (("8A", 26), ("8B", 25), ("8C", 24))

GIRLS = (
    "Melati Sekar Ayu Pelangi Kenanga Cempaka Kirana Laras Tirta Wulan Puspa Sari Mawar Dahlia Intan "
    "Embun Rinai Senja Mega Anggrek"
).split()
BOYS = (
    "Bayu Togar Gilang Banyu Guntur Surya Rimba Elang Satria Angkasa Lintang Jaya Segara Bima Damar "
    "Awan Fajar Galih Panji Wira"
).split()
SECOND = (
    "Ranting Samudra Nuansa Telaga Kelana Cakrawala Rembulan Dirgantara Lembayung Pelita Bahtera "
    "Kencana Lazuardi Mahameru Purnama Rumpun Saujana Tunas Wana Zamrud"
).split()


@dataclass(frozen=True, slots=True)
class Pupil:
    nisn: str
    name: str
    class_label: str
    girl: bool


@dataclass(frozen=True, slots=True)
class Pair:
    chair: str
    chair_class: str
    chair_girl: bool
    deputy: str
    deputy_class: str
    deputy_girl: bool
    vision: str
    mission: tuple[str, ...]
    programme: tuple[str, ...]


PAIRS = (
    Pair(
        "Melati Ranting", "8A", True, "Bayu Samudra", "8C", False,
        "OSIS yang mendengar dulu, baru bergerak.",
        ("Membuka kotak saran di setiap lantai", "Melaporkan isi kotak saran tiap awal bulan"),
        ("Jumat Mendengar: satu jam terbuka di aula", "Papan kemajuan saran di depan ruang OSIS"),
    ),
    Pair(
        "Togar Nuansa", "8B", False, "Sekar Lintang", "8A", True,
        "Sekolah hijau yang dirawat bersama.",
        ("Mengurangi sampah plastik di kantin", "Merawat kebun sekolah per kelas"),
        ("Isi ulang air minum di tiga titik", "Lomba kebun kelas setiap semester", "Bank sampah tiap Rabu"),
    ),
    Pair(
        "Gilang Telaga", "8C", False, "Ayu Pelangi", "8B", True,
        "Setiap bakat punya panggung.",
        ("Menghidupkan klub yang tertidur", "Memberi jadwal panggung yang adil untuk semua klub"),
        ("Panggung Rabu siang", "Pekan klub di awal tahun ajaran"),
    ),
)  # fmt: skip

TRUSTEES = ("Ibu Wulan Kencana (guru)", "Pak Guntur Pelita (komite sekolah)", "Kirana Purnama (alumni)")


def pupils(*, seed: int = 3) -> tuple[Pupil, ...]:
    """The pupils of the three classes, the same at every call; the candidates are among them."""
    chance = random.Random(seed)
    names = [
        (f"{first} {second}", girl)
        for girl, firsts in ((True, GIRLS), (False, BOYS))
        for first in firsts
        for second in SECOND
    ]
    chance.shuffle(names)
    standing: dict[str, list[tuple[str, bool]]] = {label: [] for label, _ in CLASSES}
    for pair in PAIRS:
        standing[pair.chair_class].append((pair.chair, pair.chair_girl))
        standing[pair.deputy_class].append((pair.deputy, pair.deputy_girl))
    taken = {name for group in standing.values() for name, _ in group}
    free = iter([named for named in names if named[0] not in taken])
    rows: list[Pupil] = []
    for label, size in CLASSES:
        members = standing[label] + [next(free) for _ in range(size - len(standing[label]))]
        for name, girl in sorted(members):
            rows.append(Pupil(f"99{10_000_000 + 137 * len(rows):08d}", name, label, girl))
    return tuple(rows)
