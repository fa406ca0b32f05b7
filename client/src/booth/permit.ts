/**
 * The second factor: a code to the voter's own mail or phone, at the moment of casting. The server learns that this
 * person votes, and signs a request it cannot read; it does not learn with which card.
 */
import { type Child, h, show } from "../page/dom.ts";
import { postJson, sentence } from "../page/http.ts";
import { actions, busy, errorSummary, field, know, lead, paragraph, quietButton, steps } from "../page/parts.ts";
import { t } from "../page/text.ts";
import type { Evaluation } from "../core/permit.ts";
import type { Booth } from "./booth.ts";
import { stepWords } from "./steps.ts";

export function showPermit(booth: Booth): void {
  askContact(booth, "", null);
}

function page(booth: Booth, heading: string, error: string | null, id: string, ...children: Child[]): void {
  show(booth.main, heading, steps(stepWords(), 2), error !== null && errorSummary([{ text: error, to: id }]), ...children);
  if (error !== null) booth.main.querySelector<HTMLElement>(".error-summary")?.focus();
}

function askContact(booth: Booth, contact: string, error: string | null): void {
  const mail = booth.data.secondFactor === "mail";
  const input = h("input", { type: mail ? "email" : "tel", value: contact, autocomplete: mail ? "email" : "tel", inputmode: mail ? "email" : "tel" });
  const enter = (event: Event): void => {
    event.preventDefault();
    const given = input.value.trim();
    if (given === "") return askContact(booth, given, mail ? t("Ketik alamat surel[mu| Anda].") : t("Ketik nomor ponsel[mu| Anda]."));
    void request(booth, given);
  };
  page(
    booth,
    t("Satu langkah lagi: kode untuk[mu| Anda]"),
    error,
    "kontak",
    lead(t("Pemilihan ini meminta bukti kedua: kode yang dikirim kepada[mu| Anda] sendiri.")),
    h(
      "form",
      { novalidate: true, onsubmit: enter },
      field({
        id: "kontak",
        label: mail ? t("Alamat surel[mu| Anda]") : t("Nomor ponsel[mu| Anda]"),
        hint: t("Yang tercatat di daftar pemilih."),
        error,
        input,
      }),
      actions(h("button", { class: "btn", type: "submit" }, t("Minta kode")), quietButton(t("Kembali"), () => history.back())),
    ),
    know(
      t("Apakah kini server tahu pilihan saya?"),
      paragraph(t("Tidak. Server tahu bahwa [kamu|Anda] memilih, tetapi izin yang diberikannya tertutup: ia tidak dapat mencocokkan izin itu dengan kartu atau surat suara[mu| Anda].")),
    ),
  );
}

async function request(booth: Booth, contact: string): Promise<void> {
  show(booth.main, t("Meminta kode"), steps(stepWords(), 2), busy(t("Sebentar, kode sedang dikirim.")));
  try {
    const { sent_to } = await postJson<{ sent_to: string }>(booth.data.permitUrl, { step: "request", contact });
    askCode(booth, contact, sent_to, null);
  } catch (error) {
    askContact(booth, contact, sentence(error));
  }
}

function askCode(booth: Booth, contact: string, sentTo: string, error: string | null): void {
  const input = h("input", { type: "text", class: "code w-10", inputmode: "numeric", autocomplete: "one-time-code" });
  const enter = (event: Event): void => {
    event.preventDefault();
    const code = input.value.replace(/\s/g, "");
    if (code === "") return askCode(booth, contact, sentTo, t("Ketik kode yang dikirim kepada[mu| Anda]."));
    void redeem(booth, contact, sentTo, code);
  };
  page(
    booth,
    t("Ketik kode itu"),
    error,
    "kode-kedua",
    lead(t("Kalau {sent} ada di daftar pemilih, kodenya sudah dikirim ke sana.", { sent: sentTo })),
    h(
      "form",
      { novalidate: true, onsubmit: enter },
      field({ id: "kode-kedua", label: t("Kode"), hint: t("Belum sampai? Tunggu satu menit, dan lihat juga di folder spam."), error, input }),
      actions(
        h("button", { class: "btn", type: "submit" }, t("Kirim suara")),
        quietButton(t("Minta kode lagi"), () => askContact(booth, contact, null)),
      ),
    ),
  );
}

async function redeem(booth: Booth, contact: string, sentTo: string, code: string): Promise<void> {
  const { data, desk, election } = booth;
  const { credential, owner } = booth.card!;
  show(booth.main, t("Memeriksa kode"), steps(stepWords(), 2), busy(t("Sebentar, kode sedang diperiksa.")));
  try {
    const fixedKey = election.luber.permit_key;
    if (typeof fixedKey !== "string") throw new Error(t("Kunci izin tidak tercatat di pemilihan ini. Jangan lanjutkan, beri tahu panitia."));
    const blinded = await desk.ask("blind", credential, owner);
    const answer = await postJson<Evaluation>(data.permitUrl, { step: "redeem", contact, code, blinded });
    booth.permit = await desk.ask("unblind", credential, owner, answer, fixedKey).catch(() => {
      throw new Error(t("Izin dari server tidak dibuat dengan kunci yang diumumkan. Suara[mu| Anda] belum dikirim. Beri tahu panitia."));
    });
    booth.go("send");
  } catch (error) {
    askCode(booth, contact, sentTo, sentence(error));
  }
}
