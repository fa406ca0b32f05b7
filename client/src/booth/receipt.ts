/** Selesai: the receipt. What was chosen is already forgotten and is never on this screen. */
import { h, show } from "../page/dom.ts";
import { download } from "../page/files.ts";
import { actions, fingerprint, know, lead, note, paragraph, quietButton, secondButton, steps, words } from "../page/parts.ts";
import { qrFigure } from "../page/qr.ts";
import { moment, t } from "../page/text.ts";
import type { Booth } from "./booth.ts";
import { stepWords } from "./steps.ts";

/** Where this ballot is found in the box, by anyone. */
function addressInBox(booth: Booth): string {
  const url = new URL(booth.data.boxUrl, location.href);
  url.searchParams.set("p", booth.made!.tracker);
  return url.href;
}

export function showReceipt(booth: Booth): void {
  const { data, election } = booth;
  const { tracker, words: four } = booth.made!;
  const address = addressInBox(booth);
  const save = (): void => download(`tanda-terima-${tracker.replace(/[^A-Za-z0-9]/g, "").slice(0, 8)}.txt`, receiptText(booth, address), "text/plain;charset=utf-8");
  show(
    booth.main,
    t("Suara[mu| Anda] sudah masuk kotak"),
    steps(stepWords(), 4),
    data.mock && note("wait", t("SIMULASI."), t("Suara ini tidak dihitung.")),
    lead(t("Empat kata ini tanda terima[mu| Anda]. Ingat atau catat: dengan itu [kamu|Anda] dapat memeriksa bahwa surat suara[mu| Anda] masih di kotak.")),
    h(
      "div",
      { class: "receipt" },
      words(four),
      h("p", { class: "small muted" }, data.title, h("br"), data.organisation),
      qrFigure(address, t("QR ke surat suara[mu| Anda] di kotak suara"), t("Pindai untuk menemukannya di kotak suara.")),
      fingerprint(tracker, t("Nomor bukti")),
    ),
    actions(
      h("a", { class: "btn", href: address }, t("Lihat di kotak suara")),
      secondButton(t("Simpan tanda terima"), save),
      secondButton(t("Cetak"), () => window.print()),
      quietButton(t("Selesai: hapus dari layar ini"), () => booth.go("gone")),
    ),
    data.revote && note("plain", t("Berubah pikiran?"), t("Sampai {closes} [kamu|Anda] boleh memilih lagi dengan kartu yang sama; yang terakhir yang dihitung.", { closes: moment(data.closes, data.zone) })),
    know(
      t("Bagaimana cara memeriksanya?"),
      paragraph(t("1. Buka kotak suara pemilihan ini, dari ponsel mana pun, dan cari empat kata atau nomor bukti[mu| Anda].")),
      paragraph(t("2. Kalau ada, surat suara[mu| Anda] tersimpan persis seperti saat [kamu|Anda] kirim. Mengubah satu huruf saja mengubah keempat kata itu.")),
      paragraph(t("3. Setelah pemungutan ditutup, siapa pun dapat menghitung ulang seluruh kotak dengan programnya sendiri.")),
      paragraph(t("Tanda terima tidak memuat pilihan[mu| Anda], jadi boleh dilihat orang lain.")),
      fingerprint(election.fingerprint, t("Sidik jari pemilihan ini")),
    ),
  );
}

function receiptText(booth: Booth, address: string): string {
  const { data, election, made } = booth;
  return [
    t("TANDA TERIMA"),
    data.mock ? t("SIMULASI: suara ini tidak dihitung.") : null,
    data.title,
    data.organisation,
    "",
    made!.words.join(" · "),
    "",
    `${t("Nomor bukti")}: ${made!.tracker}`,
    `${t("Kotak suara")}: ${address}`,
    `${t("Sidik jari pemilihan")}: ${election.fingerprint}`,
    "",
    t("Tanda terima ini tidak memuat pilihan."),
    "",
  ].filter((line) => line !== null).join("\r\n");
}

export function showGone(booth: Booth): void {
  show(
    booth.main,
    t("Sudah dihapus dari layar ini"),
    lead(t("Serahkan ponsel ini kepada pemilih berikutnya, atau tutup halamannya. Terima kasih sudah memilih.")),
    actions(
      secondButton(t("Pemilih berikutnya"), () => booth.go("card")),
      h("a", { class: "btn second", href: booth.data.boxUrl }, t("Buka kotak suara")),
    ),
  );
}
