/** The four stations of the booth. */
import { t } from "../page/text.ts";

export function stepWords(): string[] {
  return [t("Kartu"), t("Pilih"), t("Periksa"), t("Selesai")];
}
