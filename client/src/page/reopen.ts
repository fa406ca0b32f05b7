/** A form that opens a kept file again: the file, and its passphrase where it has one. */
import { type JsonObject, objectAt, parseJson } from "../core/canon.ts";
import { Unverified } from "../core/errors.ts";
import { h } from "./dom.ts";
import { sentence } from "./http.ts";
import { isLocked, open } from "./lock.ts";
import { actions, field } from "./parts.ts";
import { t } from "./text.ts";

export interface ReopenOptions {
  readonly label: string;
  readonly hint: string;
  readonly button: string;
  /** The first member of every such file. */
  readonly format: string;
  /** Gets the opened file; what it throws (an `Error` with a sentence) is shown at the field. */
  readonly opened: (file: JsonObject) => Promise<void>;
}

export function reopenForm(options: ReopenOptions): HTMLElement {
  const place = h("div", {});
  const draw = (error: string | null, chosen: JsonObject | null, passphraseError: string | null = null): void => {
    const input = h("input", { type: "file", accept: ".json,application/json" });
    input.addEventListener("change", () => void choose(input.files?.[0]));
    const passphrase = h("input", { type: "password", autocomplete: "off" });
    const locked = chosen !== null && isLocked(chosen);
    const submit = (event: Event): void => {
      event.preventDefault();
      if (chosen === null) return draw(t("Pilih berkasnya dulu."), null);
      void use(chosen, locked ? passphrase.value : "");
    };
    const form = h(
      "form",
      { novalidate: true, onsubmit: submit },
      chosen === null
        ? field({ id: "berkas", label: options.label, hint: options.hint, error, input })
        : h("p", {}, h("span", { class: "chip done" }, t("Berkas terbaca"))),
      locked && field({ id: "sandi-berkas", label: t("Kata sandi berkas ini"), error: passphraseError, input: passphrase }),
      chosen !== null && error !== null && h("p", { class: "error", role: "alert" }, error),
      actions(h("button", { class: "btn", type: "submit" }, options.button)),
    );
    place.replaceChildren(form);
    if (locked) passphrase.focus();
    else if (chosen !== null) form.querySelector("button")?.focus();
  };

  const choose = async (picked: File | undefined): Promise<void> => {
    if (picked === undefined) return;
    try {
      const file = objectAt(parseJson(await picked.text()), "file");
      if (file.format !== options.format) throw new Error("format");
      draw(null, file);
    } catch {
      draw(t("Berkas ini bukan yang dicari. Pilih berkas yang dulu disimpan dari halaman ini."), null);
    }
  };

  const use = async (chosen: JsonObject, passphrase: string): Promise<void> => {
    place.querySelectorAll("button").forEach((button) => (button.disabled = true));
    try {
      await options.opened(await open(chosen, passphrase));
    } catch (error) {
      if (error instanceof Unverified && error.message.startsWith("locked:")) return draw(null, chosen, t("Kata sandi ini tidak membuka berkasnya. Coba lagi."));
      draw(sentence(error), isLocked(chosen) ? chosen : null);
    }
  };
  draw(null, null);
  return place;
}

/** Two fields for a passphrase that may be left empty; `read` gives it, or null (and shows why) where they differ. */
export function passphraseFields(why: string): { element: HTMLElement; read: () => string | null } {
  const first = h("input", { type: "password", autocomplete: "new-password" });
  const second = h("input", { type: "password", autocomplete: "new-password" });
  const place = h("div", {});
  const draw = (error: string | null): void =>
    place.replaceChildren(
      field({ id: "sandi", label: t("Kata sandi untuk berkas (boleh kosong)"), hint: why, input: first }),
      field({ id: "sandi-lagi", label: t("Kata sandi sekali lagi"), error, input: second }),
    );
  draw(null);
  return {
    element: place,
    read() {
      if (first.value === second.value) return first.value;
      draw(t("Kedua kata sandi tidak sama. Ketik ulang."));
      second.focus();
      return null;
    },
  };
}
