/** One answer as a card: the same space, photograph and weight for everyone. */
import { h, svg } from "../page/dom.ts";
import { know } from "../page/parts.ts";
import { t } from "../page/text.ts";
import type { ShownAnswer } from "./data.ts";

/** The inside of `.paslon`. Photographs that could not be compared with what was fixed are not shown. */
export function face(answer: ShownAnswer, photos: ReadonlySet<string>, withPhotos: boolean): HTMLElement[] {
  const { names, detail } = answer;
  const pictures = withPhotos
    ? names.map((name, i) => {
        const photo = answer.photos[i];
        return photo !== undefined && photos.has(photo.url)
          ? h("img", { src: photo.url, alt: t("Foto {name}", { name }), width: 64, height: 80 })
          : silhouette();
      })
    : [];
  return [
    h("span", { class: "no" }, h("span", { class: "vh" }, t("Nomor urut"), " "), String(answer.number)),
    h(
      "span",
      { class: "who" },
      withPhotos && h("span", { class: "photos" }, ...pictures),
      h("span", { class: "names" }, ...names.map((name, i) => h("span", {}, i < names.length - 1 ? `${name} &\u00a0` : name))),
      detail.length > 0 && h("span", { class: "details" }, detail.join(" · ")),
    ),
  ];
}

function silhouette(): SVGElement {
  return svg(
    "svg",
    { class: "nophoto", viewBox: "0 0 64 80", "aria-hidden": "true" },
    svg("circle", { cx: 32, cy: 30, r: 13 }),
    svg("path", { d: "M6 80c0-20 11-31 26-31s26 11 26 31z" }),
  );
}

/** Vision, mission and programme to be opened; null where there is nothing to read. */
export function reading(answer: ShownAnswer): HTMLElement | null {
  const { vision, mission, programme } = answer;
  if (vision === "" && mission.length === 0 && programme.length === 0) return null;
  const list = (items: readonly string[]): HTMLElement => h("ol", {}, ...items.map((item) => h("li", {}, item)));
  return know(
    t("Baca visi dan misi nomor {number}", { number: answer.number }),
    vision !== "" && [h("h3", {}, t("Visi")), h("p", {}, vision)],
    mission.length > 0 && [h("h3", {}, t("Misi")), list(mission)],
    programme.length > 0 && [h("h3", {}, t("Program kerja")), list(programme)],
  );
}
