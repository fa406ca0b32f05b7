/**
 * The trustee's page, `/kunci/`. Keys are made, kept and used in this browser; what is posted is the public file of
 * each step. Which step it is, the server says; what may be opened, this page decides.
 */
import { show } from "../page/dom.ts";
import { Answered, sentence } from "../page/http.ts";
import { actions, busy, lead, mainButton, note } from "../page/parts.ts";
import { enter, watch } from "../page/session.ts";
import { speakTo, t } from "../page/text.ts";
import { circle } from "./circle.ts";
import { type Desk, showDecrypt, showDone, showMake, showReady, showRehearse, showTogether, showWaiting } from "./pages.ts";
import type { TrusteeState } from "./state.ts";

speakTo("anda");
const main = document.getElementById("trustee")!;

let drawn: TrusteeState | null = null;
const desk: Desk = {
  main,
  secret: null,
  made: null,
  draw(state) {
    drawn = state;
    switch (state.step) {
      case "key":
      case "certificate":
        return showMake(desk, state);
      case "polynomial":
      case "verification_key":
        return showTogether(desk, state);
      case "wait_certificates":
      case "wait_polynomials":
        return showWaiting(desk, state);
      case "rehearse":
        return showRehearse(desk, state);
      case "wait_others":
      case "ready":
        return showReady(desk, state);
      case "decrypt":
        return void showDecrypt(desk, state);
      case "done":
        return showDone(desk, state);
    }
  },
};

/** A new step is a new page; within a step only the list of the others changes, and no field loses its words. */
function changed(state: TrusteeState): void {
  if (drawn === null || state.step !== drawn.step || state.attempt !== drawn.attempt) {
    if (drawn !== null && state.attempt !== drawn.attempt) Object.assign(desk, { secret: null, made: null });
    return desk.draw(state);
  }
  if (JSON.stringify(state.others) !== JSON.stringify(drawn.others)) document.getElementById("pemegang")?.replaceWith(circle(state));
  drawn = state;
}

async function begin(): Promise<void> {
  if (globalThis.crypto?.subtle === undefined) {
    return show(main, t("Peramban ini tidak dapat memegang kunci"), lead(t("Buka halaman ini lewat alamat https, dengan peramban yang lebih baru.")));
  }
  show(main, t("Membuka undangan"), busy(t("Sebentar.")));
  try {
    desk.draw(await enter<TrusteeState>());
    watch<TrusteeState>(changed);
  } catch (error) {
    if (error instanceof Answered && error.status === 403) {
      return show(main, t("Buka lewat tautan undangan"), note("problem", sentence(error)), lead(t("Halaman ini hanya untuk pemegang kunci. Tautan undangan dikirim oleh panitia; kalau hilang, minta panitia mengirim yang baru.")));
    }
    show(main, t("Halaman belum dapat dibuka"), note("problem", sentence(error)), actions(mainButton(t("Coba lagi"), () => void begin())));
  }
}

void begin();
