/**
 * The booth. In order: Kartu → Pilih → Periksa → (kode kedua) → Kirim → Selesai.
 *
 * Before anything is shown, what the page was given is compared with what was fixed: the presentation's hash stands
 * in the election, and every photograph's hash stands in the presentation.
 */
import { Malformed } from "../core/errors.ts";
import { h, pageData, show } from "../page/dom.ts";
import { takeFragment } from "../page/fragment.ts";
import { fetchBytes, sentence } from "../page/http.ts";
import { actions, busy, lead, mainButton, note } from "../page/parts.ts";
import { moment, speakTo, t } from "../page/text.ts";
import type { Booth, Place } from "./booth.ts";
import { showCard } from "./card.ts";
import { showChoose } from "./choose.ts";
import { type BoothData, type Presentation, readPresentation } from "./data.ts";
import { type CryptoDesk, openDesk } from "./desk.ts";
import { UNMARKED } from "./marks.ts";
import { showPermit } from "./permit.ts";
import { showGone, showReceipt } from "./receipt.ts";
import { showReview } from "./review.ts";
import { sendBallot } from "./send.ts";

const arrived = takeFragment();
const main = document.getElementById("booth")!;
const data = pageData<BoothData>("booth-data");
speakTo(data.voice);

class Tampered extends Error {}

async function openBooth(): Promise<void> {
  if (data.state === "not_yet") return notOpen(t("Pemilihan belum dibuka"), t("Dibuka {opens}. Simpan kartu[mu| Anda] sampai saat itu.", { opens: moment(data.opens, data.zone) }));
  if (data.state === "closed") return notOpen(t("Pemilihan sudah ditutup"), t("Ditutup {closes}. Surat suara baru tidak diterima lagi.", { closes: moment(data.closes, data.zone) }));
  show(main, t("Menyiapkan bilik suara"), busy(t("Mengambil surat suara.")));
  try {
    const desk = openDesk(data.workerUrl);
    const [electionBytes, presentationBytes] = await Promise.all([fetchBytes(data.electionUrl), fetchBytes(data.presentationUrl)]);
    const election = await desk.ask("load", electionBytes);
    if (election.uuid !== data.uuid) throw new Tampered(t("Server mengirim pemilihan lain."));
    if ((await desk.ask("hash", presentationBytes)) !== election.luber.presentation) {
      throw new Tampered(t("Daftar calon yang dikirim server bukan yang dibekukan di pemilihan ini."));
    }
    const presentation = readPresentation(presentationBytes, election.questions);
    const photos = await comparePhotos(desk, presentation);
    begin({ main, data, desk, election, presentation, photos, arrived, card: null, marks: [], permit: null, made: null, go: () => {} });
  } catch (error) {
    if (error instanceof Tampered || error instanceof Malformed) return tampered(error);
    show(
      main,
      t("Bilik suara belum dapat dibuka"),
      note("problem", sentence(error)),
      lead(t("Belum ada yang terkirim. Kalau terus begini, coba peramban lain atau ponsel lain: peramban ini mungkin terlalu lama.")),
      actions(mainButton(t("Coba lagi"), () => void openBooth())),
    );
  }
}

/** A photograph that does not come leaves its place empty; one with other bytes than fixed stops everything. */
async function comparePhotos(desk: CryptoDesk, presentation: Presentation): Promise<Set<string>> {
  const good = new Set<string>();
  const all = presentation.questions.flatMap((question) => question.answers.flatMap((answer) => answer.photos));
  await Promise.all(
    all.map(async ({ url, sha256 }) => {
      const bytes = await fetchBytes(url).catch(() => null);
      if (bytes === null) return;
      if ((await desk.ask("hash", bytes)) !== sha256) throw new Tampered(t("Foto calon yang dikirim server bukan yang dibekukan di pemilihan ini."));
      good.add(url);
    }),
  );
  return good;
}

function begin(booth: Booth): void {
  const forget = (): void => {
    Object.assign(booth, { card: null, permit: null, made: null, marks: booth.presentation.questions.map(() => UNMARKED) });
  };
  forget();
  const draw = (place: Place): void => {
    if (place === "card") showCard(booth);
    else if (place === "choose") showChoose(booth);
    else if (place === "review") showReview(booth);
    else if (place === "permit") showPermit(booth);
    else if (place === "send") void sendBallot(booth);
    else if (place === "receipt") showReceipt(booth);
    else showGone(booth);
  };
  let place: Place = "card";
  booth.go = (next) => {
    if (next === "receipt") booth.marks = []; // what was chosen ends here
    if (next === "receipt") Object.assign(booth, { card: null, permit: null });
    if (next === "gone" || next === "card") forget();
    const forward = next === "choose" || next === "review" || next === "permit";
    if (forward) history.pushState({ place: next }, "");
    place = next;
    draw(next);
  };
  // The phone's back button goes back one station, never out of the booth with a ballot half made, never back into one that was sent.
  addEventListener("popstate", ({ state }: PopStateEvent) => {
    if (booth.made !== null || place === "gone" || place === "receipt") return;
    const back = (state as { place?: Place } | null)?.place ?? "card";
    place = booth.card === null ? "card" : back;
    draw(place);
  });
  // The next voter's card, scanned on the same phone, opens the same page with another fragment: all of the one before is forgotten.
  addEventListener("hashchange", () => {
    const code = takeFragment();
    if (code === null || place === "send") return;
    booth.arrived = code;
    booth.go("card");
  });
  addEventListener("beforeunload", (event) => {
    const halfDone = booth.card !== null && place !== "receipt" && place !== "gone";
    if (halfDone) event.preventDefault();
  });
  draw("card");
}

function notOpen(heading: string, words: string): void {
  show(main, heading, lead(words), actions(h("a", { class: "btn second", href: data.pageUrl }, t("Lihat halaman pemilihan"))));
}

function tampered(error: Error): void {
  show(
    main,
    t("Jangan memilih dulu"),
    note("problem", sentence(error)),
    lead(t("Bilik ini hanya menampilkan surat suara yang sidik jarinya tercatat di pemilihan. Yang datang berbeda, jadi tidak ditampilkan. Belum ada yang terkirim. Tunjukkan halaman ini kepada panitia.")),
    actions(mainButton(t("Coba lagi"), () => void openBooth())),
  );
}

void openBooth();
