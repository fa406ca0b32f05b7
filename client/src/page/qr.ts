/** A QR code as inline SVG: one path, no images, nothing that the page's policy would have to allow. */
import { encode } from "uqr";
import { h, svg } from "./dom.ts";

const QUIET = 4;

export function qrSvg(text: string, label: string): SVGElement {
  const { data, size } = encode(text, { ecc: "M", border: QUIET });
  let path = "";
  data.forEach((row, y) => {
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue;
      const from = x;
      while (x + 1 < size && row[x + 1]) x += 1;
      path += `M${from} ${y}h${x - from + 1}v1h-${x - from + 1}z`;
    }
  });
  return svg(
    "svg",
    { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    svg("path", { d: path, fill: "currentColor" }),
  );
}

export function qrFigure(text: string, label: string, caption: string): HTMLElement {
  return h("figure", { class: "qr" }, qrSvg(text, label), h("figcaption", {}, caption));
}
