/**
 * Kirim suara: lock and prove in the worker, then send these very bytes until the server has answered. A ballot is
 * made once; whatever is sent again is the same ballot, so it is never counted twice.
 */
import { show } from "../page/dom.ts";
import { Answered, postNameless, sentence, Unreachable } from "../page/http.ts";
import { actions, busy, lead, mainButton, note, quietButton, steps } from "../page/parts.ts";
import { t } from "../page/text.ts";
import type { Booth } from "./booth.ts";
import { toChoice } from "./marks.ts";
import { stepWords } from "./steps.ts";

interface CastAnswer {
  readonly tracker: string;
  readonly words: readonly string[];
  readonly seq: number;
}

const LONGEST_WAIT_S = 120;

export async function sendBallot(booth: Booth): Promise<void> {
  const status = busy(t("Mengunci suara[mu| Anda] di ponsel ini."));
  show(booth.main, t("Mengirim suara[mu| Anda]"), steps(stepWords(), 2), lead(t("Jangan tutup halaman ini dulu.")), status);
  try {
    if (booth.made === null) {
      booth.desk.onprogress = (done, of) => {
        status.textContent =
          done < of
            ? t("Mengunci dan membuktikan bagian {n} dari {of}.", { n: done + 1, of })
            : t("Terkunci. Surat suara ditandatangani dengan kartu[mu| Anda].");
      };
      const { questions } = booth.presentation;
      booth.made = await booth.desk.ask("make", booth.card!.credential, questions.map((question, i) => toChoice(question, booth.marks[i]!)));
    }
  } catch (error) {
    return stopped(booth, t("Suara[mu| Anda] belum dapat dikunci di ponsel ini"), sentence(error));
  }
  status.textContent = t("Mengirim surat suara terkunci.");
  await deliver(booth);
}

async function deliver(booth: Booth): Promise<void> {
  const { ballot, tracker, words } = booth.made!;
  try {
    const headers: Record<string, string> = booth.permit === null ? {} : { "X-Luber-Izin": booth.permit };
    const answer = await postNameless<CastAnswer>(booth.data.castUrl, ballot, headers);
    if (answer.tracker !== tracker || answer.words.join(" ") !== words.join(" ")) {
      return stopped(
        booth,
        t("Tanda terima tidak cocok"),
        t("Server menjawab dengan tanda terima surat suara lain. Suara[mu| Anda] mungkin tidak tersimpan. Tunjukkan halaman ini kepada panitia, atau coba lagi."),
      );
    }
    booth.go("receipt");
  } catch (error) {
    if (error instanceof Unreachable) return unreachable(booth);
    if (error instanceof Answered && (error.status === 429 || error.status === 503 || error.status === 502 || error.status === 504)) {
      return waitAndRetry(booth, error);
    }
    refused(booth, error);
  }
}

function again(booth: Booth): void {
  show(booth.main, t("Mengirim suara[mu| Anda]"), steps(stepWords(), 2), busy(t("Mengirim surat suara terkunci.")));
  void deliver(booth);
}

function unreachable(booth: Booth): void {
  let tried = false;
  const retry = (): void => {
    if (tried) return;
    tried = true;
    removeEventListener("online", retry);
    again(booth);
  };
  addEventListener("online", retry);
  show(
    booth.main,
    t("Belum ada jawaban dari server"),
    steps(stepWords(), 2),
    lead(t("Mungkin sambungan internet terputus. Surat suara[mu| Anda] tetap terkunci di ponsel ini.")),
    note("wait", t("Aman untuk dicoba lagi."), t("Yang dikirim surat suara yang sama: kalau ternyata sudah sampai, tidak akan dihitung dua kali.")),
    actions(mainButton(t("Coba kirim lagi"), retry)),
  );
}

/** The queue is full, or the server rests: wait as long as it says, counting down, and send the same bytes again. */
function waitAndRetry(booth: Booth, error: Answered): void {
  let left = Math.min(error.retryAfter ?? 5, LONGEST_WAIT_S);
  const clock = busy("");
  const button = mainButton(t("Coba sekarang"), () => { stop(); again(booth); });
  const tick = (): void => {
    clock.textContent = t("Mencoba lagi dalam {n} detik.", { n: left });
    left -= 1;
    if (left < 0) {
      stop();
      again(booth);
    }
  };
  const timer = setInterval(tick, 1000);
  const stop = (): void => clearInterval(timer);
  show(
    booth.main,
    t("Server sedang ramai"),
    steps(stepWords(), 2),
    lead(error.message),
    clock,
    note("wait", t("Suara[mu| Anda] tidak hilang."), t("Surat suara tetap terkunci di ponsel ini dan akan dikirim lagi sendiri. Biarkan halaman ini terbuka.")),
    actions(button),
  );
  clock.removeAttribute("role"); // a countdown is not read out second by second
  tick();
}

/** A rule says no (409): the same bytes will not be taken another time, so there is nothing to try again. */
function refused(booth: Booth, error: unknown): void {
  stopped(booth, t("Suara ini tidak diterima"), sentence(error), !(error instanceof Answered && error.status === 409));
}

function stopped(booth: Booth, heading: string, why: string, retry = true): void {
  const finish = (): void => booth.go("gone");
  show(
    booth.main,
    heading,
    steps(stepWords(), 2),
    note("problem", why),
    lead(t("Pilihan[mu| Anda] tidak diketahui siapa pun. Kalau ini tidak seharusnya terjadi, hubungi panitia {organisation}.", { organisation: booth.data.organisation })),
    actions(
      retry && mainButton(t("Coba kirim lagi"), () => (booth.made === null ? booth.go("send") : again(booth))),
      retry ? quietButton(t("Selesai: hapus dari layar ini"), finish) : mainButton(t("Selesai: hapus dari layar ini"), finish),
    ),
  );
}
