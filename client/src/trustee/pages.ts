/** What a trustee sees at each step, one thing a page. */
import { type Child, h, show } from "../page/dom.ts";
import { fileName, FORMAT, readKeyFile, type Secret, writeKeyFile } from "./keyfile.ts";
import { download } from "../page/files.ts";
import { Answered, fetchBytes, sentence, Unreachable } from "../page/http.ts";
import { actions, busy, fingerprint, know, lead, mainButton, note, paragraph, secondButton, steps } from "../page/parts.ts";
import { passphraseFields, reopenForm } from "../page/reopen.ts";
import { handIn } from "../page/session.ts";
import { t } from "../page/text.ts";
import { circle, commonFingerprint, station, stationWords } from "./circle.ts";
import { assemble, decrypt, introduce, makeSecret, rehearse, share } from "./deeds.ts";
import type { TrusteeState } from "./state.ts";
import { compareWithBox, readOpening } from "./tally.ts";

export interface Desk {
  readonly main: HTMLElement;
  /** The secret made or opened in this page; never stored anywhere but in the person's own file. */
  secret: Secret | null;
  /** What was made for a step and perhaps arrived: sent again, it is the same step and not another one. */
  made: { readonly step: string; readonly attempt: number; readonly body: string } | null;
  /** Draws the page of a state. */
  draw(state: TrusteeState): void;
}

function page(desk: Desk, state: TrusteeState, heading: string, ...children: Child[]): void {
  show(
    desk.main,
    heading,
    steps(stationWords(state), station(state)),
    state.election.mock === true && note("wait", t("SIMULASI."), t("Kunci ini hanya untuk pemilihan percobaan.")),
    ...children,
    commonFingerprint(state),
    circle(state),
  );
}

async function post(desk: Desk, { step, attempt }: TrusteeState, make: () => Promise<string> | string): Promise<void> {
  const made = desk.made?.step === step && desk.made.attempt === attempt ? desk.made : { step, attempt, body: await make() };
  desk.made = made;
  const after = await handIn<TrusteeState>("langkah", { step, body: made.body });
  desk.made = null;
  desk.draw(after);
}

function stopped(desk: Desk, state: TrusteeState, error: unknown, again: () => void): void {
  page(desk, state, t("Langkah ini belum selesai"), note("problem", sentence(error)), actions(mainButton(t("Coba lagi"), again)));
}

/* key, certificate: make a secret, save it, and only then hand in its public half */

export function showMake(desk: Desk, state: TrusteeState): void {
  const passphrase = passphraseFields(t("Dengan kata sandi, berkas yang dicuri tidak berguna bagi pencurinya. Kata sandi yang lupa tidak dapat dipulihkan oleh siapa pun."));
  const make = async (): Promise<void> => {
    const word = passphrase.read();
    if (word === null) return;
    page(desk, state, t("Membuat kunci"), busy(t("Sebentar, kunci dibuat di peramban ini.")));
    const secret = makeSecret(state);
    showSave(desk, state, secret, await writeKeyFile(state, secret, word));
  };
  page(
    desk,
    state,
    t("Buat kunci Anda"),
    lead(t("{name}, Anda diminta memegang kunci {title}, {organisation}.", { name: state.me.name, title: state.election.title, organisation: state.election.organisation })),
    explanation(state),
    passphrase.element,
    actions(mainButton(t("Buat kunci saya"), () => void make())),
  );
}

function explanation({ me, size, threshold }: TrusteeState): Child {
  if (me.kind === "single") {
    return [
      paragraph(t("Kunci dibuat di peramban ini dan tidak pernah dikirim. Tanpa kunci Anda, hasil pemilihan ini tidak dapat dibuka oleh siapa pun.")),
      paragraph(t("Simpan baik-baik berkasnya sampai hasil diumumkan.")),
    ];
  }
  return [
    paragraph(
      t("Kunci kotak suara dibagi kepada {size} orang, dan {threshold} di antaranya cukup untuk membuka hasil. Tidak seorang pun dapat membukanya sendirian. Kalau ada yang berhalangan atau kehilangan berkasnya, yang lain tetap dapat membuka. Bagian Anda dibuat di peramban ini dan tidak pernah dikirim.", { size, threshold }),
    ),
  ];
}

function showSave(desk: Desk, state: TrusteeState, secret: Secret, file: string): void {
  let saved = false;
  const box = h("input", { type: "checkbox", id: "tersimpan" });
  const problem = h("p", { class: "error", role: "alert", hidden: true });
  const save = (): void => {
    download(fileName(state), file);
    saved = true;
    problem.hidden = true;
  };
  const hand = async (): Promise<void> => {
    if (!saved || !box.checked) {
      problem.textContent = saved ? t("Beri tanda centang setelah berkasnya benar-benar tersimpan.") : t("Simpan berkas kunci dulu. Tanpa berkas itu, kunci hilang begitu halaman ini ditutup.");
      problem.hidden = false;
      return;
    }
    desk.secret = secret;
    page(desk, state, t("Mendaftarkan kunci"), busy(t("Yang dikirim hanya bagian umumnya.")));
    try {
      await post(desk, state, () => introduce(state, secret));
    } catch (error) {
      stopped(desk, state, error, () => showSave(desk, state, secret, file));
    }
  };
  page(
    desk,
    state,
    t("Simpan berkas kunci"),
    lead(t("Berkas {file} adalah kunci Anda. Simpan di tempat yang hanya Anda buka, misalnya diska lepas, dan buat satu salinan.", { file: fileName(state) })),
    actions(secondButton(t("Simpan berkas kunci"), save)),
    h("div", { class: "choice" }, box, h("label", { for: "tersimpan" }, t("Berkas kunci sudah saya simpan, dan saya tahu di mana."))),
    problem,
    actions(mainButton(t("Daftarkan kunci saya"), () => void hand())),
    note("plain", t("Jangan kirim berkas ini kepada siapa pun."), t("Panitia dan pengembang Luber tidak akan pernah memintanya.")),
  );
}

/* polynomial, verification_key: by itself while the page stays open, with the file after a reload */

export function showTogether(desk: Desk, state: TrusteeState): void {
  const heading = state.step === "polynomial" ? t("Membagi kunci") : t("Menyusun kunci bersama");
  if (desk.secret?.kind !== "threshold") {
    return page(
      desk,
      state,
      heading,
      lead(t("Semua sudah siap untuk langkah ini. Buka berkas kunci Anda untuk melanjutkan.")),
      reopenForm({
        ...fileWords(state),
        button: t("Lanjutkan"),
        opened: async (file) => {
          desk.secret = readKeyFile(state, file);
          showTogether(desk, state);
        },
      }),
    );
  }
  const { seed } = desk.secret;
  const run = async (): Promise<void> => {
    page(desk, state, heading, busy(state.step === "polynomial" ? t("Bagian untuk setiap orang sedang dibuat dan disegel.") : t("Bagian dari setiap orang sedang diperiksa dan disatukan.")));
    try {
      await post(desk, state, () => (state.step === "polynomial" ? share(state, seed) : assemble(state, seed)));
    } catch (error) {
      stopped(desk, state, error, () => void run());
    }
  };
  void run();
}

function fileWords(state: TrusteeState): { label: string; hint: string; format: string } {
  return { label: t("Berkas kunci Anda"), hint: t("Namanya {file}. Berkas dibaca di peramban ini dan tidak dikirim.", { file: fileName(state) }), format: FORMAT };
}

export function showWaiting(desk: Desk, state: TrusteeState): void {
  page(
    desk,
    state,
    t("Menunggu pemegang kunci lain"),
    lead(t("Bagian Anda untuk langkah ini selesai. Biarkan halaman ini terbuka: langkah berikutnya berjalan sendiri. Boleh juga ditutup dan dibuka lagi nanti lewat tautan undangan, dengan berkas kunci.")),
    busy(t("Diperiksa setiap 5 detik.")),
  );
}

/* rehearse: with the saved file itself, not with what this page still remembers */

export function showRehearse(desk: Desk, state: TrusteeState): void {
  desk.secret = null;
  page(
    desk,
    state,
    t("Uji berkas kunci Anda"),
    lead(t("Kunci baru dihitung setelah terbukti berkasnya dapat dibuka lagi. Pilih berkas yang tadi Anda simpan; halaman ini membuka satu angka uji dengannya.")),
    reopenForm({
      ...fileWords(state),
      button: t("Uji sekarang"),
      opened: async (file) => {
        const { body, number } = await rehearse(state, readKeyFile(state, file));
        rehearsed = number;
        await post(desk, state, () => body);
      },
    }),
  );
}

let rehearsed: number | null = null;

export function showReady(desk: Desk, state: TrusteeState): void {
  const all = state.step === "ready";
  page(
    desk,
    state,
    all ? t("Semua kunci siap") : t("Kunci Anda siap"),
    rehearsed !== null && note("info", t("Angka uji {number} terbaca.", { number: rehearsed }), t("Berkas kunci Anda berfungsi.")),
    lead(all ? t("Tidak ada lagi yang perlu dilakukan sampai pemungutan suara ditutup. Setelah itu, kembali lewat tautan undangan dengan berkas kunci.") : t("Masih menunggu pemegang kunci lain. Anda boleh menutup halaman ini.")),
    note("plain", t("Sampai hasil diumumkan:"), t("simpan berkas kunci, jangan dihapus, jangan dikirim kepada siapa pun.")),
  );
}

/* decrypt */

export async function showDecrypt(desk: Desk, state: TrusteeState): Promise<void> {
  const given = state.tally!;
  const status = busy(t("Kotak suara sedang dijumlah ulang di peramban ini."));
  page(desk, state, t("Memeriksa sebelum membuka"), status);
  try {
    const opening = readOpening(state, given);
    const archive = await fetchBytes(`${state.election.url}arsip`);
    const ballots = await compareWithBox(given, opening.election, archive, (n, of) => {
      status.textContent = t("Surat suara {n} dari {of} dijumlah ulang.", { n, of });
    });
    showOpen(desk, state, opening, ballots);
  } catch (error) {
    const again = (): void => void showDecrypt(desk, state);
    if (error instanceof Answered || error instanceof Unreachable) return stopped(desk, state, error, again);
    page(
      desk,
      state,
      t("Jangan dibuka dulu"),
      note("problem", t("Yang diminta dibuka tidak cocok dengan kotak suara."), sentence(error)),
      lead(t("Halaman ini hanya membuka jumlah seluruh surat suara, tidak pernah yang lain. Tunjukkan pesan ini kepada panitia dan pemegang kunci lain.")),
      actions(mainButton(t("Periksa lagi"), again)),
    );
  }
}

function showOpen(desk: Desk, state: TrusteeState, opening: ReturnType<typeof readOpening>, ballots: number): void {
  page(
    desk,
    state,
    t("Buka hasil bersama-sama"),
    note("info", t("Cocok."), t("Yang dibuka adalah jumlah {n} surat suara di kotak, dihitung ulang di peramban ini. Tidak satu surat suara pun dibuka sendiri-sendiri.", { n: ballots })),
    fingerprint(opening.fingerprint, t("Sidik jari jumlah terkunci: cocokkan dengan pemegang kunci lain")),
    reopenForm({
      ...fileWords(state),
      button: t("Buka dengan kunci saya"),
      opened: async (file) => {
        const body = await decrypt(state, readKeyFile(state, file), opening);
        await post(desk, state, () => body);
      },
    }),
    know(t("Apa yang dikirim?"), paragraph(t("Bagian pembuka untuk setiap jumlah, dengan bukti bahwa dibuat dengan kunci yang Anda daftarkan. Kunci Anda sendiri tetap di berkas."))),
  );
}

export function showDone(desk: Desk, state: TrusteeState): void {
  page(
    desk,
    state,
    t("Tugas Anda selesai"),
    lead(t("Terima kasih. Hasil terbuka setelah cukup banyak pemegang kunci melakukannya.")),
    actions(h("a", { class: "btn", href: state.result_url ?? state.election.url }, t("Lihat halaman pemilihan"))),
    note("plain", t("Berkas kunci:"), t("setelah hasil diumumkan dan tidak ada keberatan, berkasnya boleh dihapus.")),
  );
}

