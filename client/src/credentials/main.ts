/**
 * The credential authority's page, `/kredensial/`. Codes are made and kept in this browser and in the person's own
 * file; the server gets the public halves only. So neither server nor committee can vote for anyone.
 */
import { type Child, h, show } from "../page/dom.ts";
import { download } from "../page/files.ts";
import { Answered, postJson, sentence } from "../page/http.ts";
import { actions, busy, field, know, lead, mainButton, note, paragraph, secondButton, steps } from "../page/parts.ts";
import { passphraseFields, reopenForm } from "../page/reopen.ts";
import { enter, watch } from "../page/session.ts";
import { speakTo, t } from "../page/text.ts";
import { type Card, FORMAT, inPrintOrder, makeCards, publicHalves, readSecretFile, writeSecretFile } from "./secretfile.ts";
import { SHEETS, sheets } from "./sheets.ts";
import type { AuthorityState } from "./state.ts";

speakTo("anda");
const main = document.getElementById("credentials")!;

/** The secret halves, while this page is open. */
let cards: Card[] | null = null;
let drawn: AuthorityState["step"] | null = null;

function page(station: number, heading: string, state: AuthorityState, ...children: Child[]): void {
  takeAway();
  show(
    main,
    heading,
    steps([t("Daftar"), t("Buat"), t("Simpan"), t("Cetak")], station),
    state.election.mock === true && note("wait", t("SIMULASI."), t("Kartu ini hanya untuk pemilihan percobaan.")),
    ...children,
  );
}

function draw(state: AuthorityState): void {
  drawn = state.step;
  if (state.step === "wait_dpt") showWait(state);
  else if (state.step === "generate") showGenerate(state);
  else showPrint(state);
}

function showWait(state: AuthorityState): void {
  page(
    0,
    t("Menunggu daftar pemilih tetap"),
    state,
    lead(t("Kartu baru dapat dibuat setelah panitia menetapkan daftar pemilih tetap (DPT) untuk {title}.", { title: state.election.title })),
    busy(t("Diperiksa setiap 5 detik.")),
  );
}

function classTable(state: AuthorityState): HTMLElement {
  return h(
    "table",
    { class: "table" },
    h("caption", {}, t("Kartu yang akan dibuat")),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("Kelas")), h("th", { scope: "col", class: "num" }, t("Pemilih")))),
    h("tbody", {}, ...state.classes.map(({ label, count }) => h("tr", {}, h("th", { scope: "row" }, label), h("td", { class: "num" }, String(count))))),
    h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, t("Jumlah")), h("td", { class: "num" }, String(state.total)))),
  );
}

const reopenWords = (state: AuthorityState): { label: string; hint: string; format: string } => ({
  label: t("Berkas kredensial"),
  hint: t("Namanya {file}. Berkas dibaca di peramban ini dan tidak dikirim.", { file: fileName(state) }),
  format: FORMAT,
});

const fileName = (state: AuthorityState): string => `kredensial-${state.election.uuid}.json`;

function showGenerate(state: AuthorityState): void {
  const passphrase = passphraseFields(t("Dengan kata sandi, berkas yang dicuri tidak berguna bagi pencurinya. Kata sandi yang lupa tidak dapat dipulihkan oleh siapa pun."));
  const make = async (): Promise<void> => {
    const word = passphrase.read();
    if (word === null) return;
    page(1, t("Membuat kode"), state, busy(t("Kode acak dibuat di peramban ini.")));
    const made = makeCards(state);
    showSave(state, made, await writeSecretFile(state, made, word));
  };
  page(
    1,
    t("Buat kode untuk {total} pemilih", { total: state.total }),
    state,
    lead(t("{title}, {organisation}. Satu kartu untuk setiap pemilih, tanpa nama.", { title: state.election.title, organisation: state.election.organisation })),
    classTable(state),
    passphrase.element,
    actions(mainButton(t("Buat {total} kode", { total: state.total }), () => void make())),
    note("info", t("Mengapa di sini?"), t("Kode rahasia hanya ada di peramban ini, di berkas Anda, dan di kartu. Server hanya menerima bagian umumnya, jadi server maupun panitia tidak dapat memilih atas nama siapa pun.")),
    know(
      t("Berkasnya sudah ada, tetapi belum terunggah?"),
      reopenForm({
        ...reopenWords(state),
        button: t("Unggah bagian umumnya"),
        opened: async (file) => upload(state, readSecretFile(state, file)),
      }),
    ),
  );
}

function showSave(state: AuthorityState, made: Card[], file: string): void {
  let saved = false;
  const box = h("input", { type: "checkbox", id: "tersimpan" });
  const problem = h("p", { class: "error", role: "alert", hidden: true });
  const save = (): void => {
    download(fileName(state), file);
    saved = true;
    problem.hidden = true;
  };
  const next = (): void => {
    if (saved && box.checked) return void upload(state, made);
    problem.textContent = saved ? t("Beri tanda centang setelah berkasnya benar-benar tersimpan.") : t("Simpan berkas kredensial dulu. Tanpa berkas itu, kartu tidak dapat dicetak lagi.");
    problem.hidden = false;
  };
  page(
    2,
    t("Simpan berkas kredensial"),
    state,
    lead(t("Berkas {file} memuat semua kode. Siapa yang memegangnya dapat memilih atas nama siapa saja: simpan di tempat yang hanya Anda buka.", { file: fileName(state) })),
    actions(secondButton(t("Simpan berkas kredensial"), save)),
    h("div", { class: "choice" }, box, h("label", { for: "tersimpan" }, t("Berkas sudah saya simpan, dan saya tahu di mana."))),
    problem,
    actions(mainButton(t("Unggah bagian umumnya"), next)),
  );
}

async function upload(state: AuthorityState, made: Card[]): Promise<void> {
  const bar = h("progress", { max: made.length, value: 0, "aria-label": t("Bagian umum dihitung") });
  const words = busy(t("Bagian umum dihitung."));
  page(2, t("Mengunggah bagian umum"), state, words, bar);
  try {
    const halves = await publicHalves(state, made, (done, of) => {
      bar.value = done;
      words.textContent = t("Bagian umum {done} dari {of} dihitung.", { done, of });
    });
    words.textContent = t("Mengirim {n} bagian umum.", { n: halves.length });
    const after = await postJson<AuthorityState>("unggah", { credentials: halves });
    cards = made;
    draw(after);
  } catch (error) {
    page(2, t("Belum terunggah"), state, note("problem", sentence(error)), actions(mainButton(t("Coba lagi"), () => void upload(state, made))));
  }
}

/* Cetak */

function showPrint(state: AuthorityState, error: string | null = null): void {
  if (cards === null) {
    return page(
      3,
      t("Cetak kartu"),
      state,
      note("info", t("Bagian umum sudah di server."), t("{total} kartu untuk {title}.", { total: state.total, title: state.election.title })),
      lead(t("Untuk mencetak, buka berkas kredensial Anda.")),
      reopenForm({
        ...reopenWords(state),
        button: t("Buka berkas"),
        opened: async (file) => {
          cards = readSecretFile(state, file);
          showPrint(state);
        },
      }),
    );
  }
  const choice = h("select", {}, h("option", { value: "" }, t("Semua kelas")), ...state.classes.map(({ label, count }) => h("option", { value: label }, `${label} (${count})`)));
  const reason = h("input", { type: "text", maxlength: 200 });
  const again = state.printed >= state.total || error !== null;
  const print = (): void => void printCards(state, choice.value === "" ? null : choice.value, reason.value.trim());
  page(
    3,
    t("Cetak kartu"),
    state,
    lead(t("Sepuluh kartu selembar A4, berurut kelas, diacak di dalam kelas. Gunting di garis, masukkan amplop, bagikan kepada pemilih satu per satu.")),
    paragraph(t("Sudah dicetak: {printed} dari {total} kartu.", { printed: state.printed, total: state.total })),
    field({ id: "kelas", label: t("Kelas"), input: choice }),
    again && field({ id: "alasan", label: t("Alasan mencetak lagi"), hint: t("Terlihat oleh panitia dan di buku terbuka."), error, input: reason }),
    actions(mainButton(t("Cetak kartu"), print)),
    note("plain", t("Setiap pencetakan dicatat."), t("Jumlah kartu dan waktunya terlihat oleh panitia; kodenya tidak.")),
  );
}

/** Puts the sheets on paper and everything else on screen only; they stay until this page shows something else. */
function layOut(paper: HTMLElement): void {
  for (const element of document.body.children) element.classList.add("screen-only");
  document.body.append(paper);
}

function takeAway(): void {
  document.getElementById(SHEETS)?.remove();
  for (const element of document.body.children) element.classList.remove("screen-only");
}

async function printCards(state: AuthorityState, only: string | null, reason: string): Promise<void> {
  const classes = inPrintOrder(state, cards!, only);
  const n = classes.reduce((sum, each) => sum + each.cards.length, 0);
  if (state.printed + n > state.total && reason === "") {
    return showPrint(state, t("Kartu ini sudah pernah dicetak. Tulis alasannya, misalnya: printer macet di lembar 3."));
  }
  try {
    const body = { cards: n, ...(only === null ? {} : { group: only }), ...(reason === "" ? {} : { reprint: reason }) };
    const { printed } = await postJson<{ printed: number }>("cetak", body);
    const after = { ...state, printed };
    showPrint(after);
    layOut(sheets(state, classes));
    window.print();
  } catch (error) {
    showPrint(state, sentence(error));
  }
}

async function begin(): Promise<void> {
  if (globalThis.crypto?.subtle === undefined) {
    return show(main, t("Peramban ini tidak dapat membuat kode"), lead(t("Buka halaman ini lewat alamat https, dengan peramban yang lebih baru.")));
  }
  show(main, t("Membuka undangan"), busy(t("Sebentar.")));
  try {
    draw(await enter<AuthorityState>());
    watch<AuthorityState>((state) => {
      if (drawn === "wait_dpt" && state.step !== "wait_dpt") draw(state);
    });
  } catch (error) {
    if (error instanceof Answered && error.status === 403) {
      return show(main, t("Buka lewat tautan undangan"), note("problem", sentence(error)), lead(t("Halaman ini hanya untuk otoritas kredensial. Tautan undangan dikirim oleh panitia; kalau hilang, minta panitia mengirim yang baru.")));
    }
    show(main, t("Halaman belum dapat dibuka"), note("problem", sentence(error)), actions(mainButton(t("Coba lagi"), () => void begin())));
  }
}

void begin();
