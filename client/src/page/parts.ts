/** The components of the desk, with its class names (`/rupa/` shows them all). */
import { type Child, h, rich } from "./dom.ts";
import { t } from "./text.ts";

export function steps(words: readonly string[], now: number): HTMLElement {
  const items = words.map((word, i) =>
    h("li", { class: i < now ? "done" : i === now ? "now" : null, "aria-current": i === now ? "step" : null }, word),
  );
  return h("ol", { class: "steps", "data-before": "heading", "aria-label": t("Langkah") }, ...items);
}

export function lead(text: string): HTMLElement {
  return h("p", { class: "lead" }, ...rich(text));
}

export function paragraph(text: string): HTMLElement {
  return h("p", {}, ...rich(text));
}

/** The one main button of a page. */
export function mainButton(words: string, act: () => void): HTMLButtonElement {
  return h("button", { class: "btn", type: "button", onclick: act }, words);
}

export function secondButton(words: string, act: () => void): HTMLButtonElement {
  return h("button", { class: "btn second", type: "button", onclick: act }, words);
}

export function quietButton(words: string, act: () => void): HTMLButtonElement {
  return h("button", { class: "btn quiet", type: "button", onclick: act }, words);
}

export function actions(...children: Child[]): HTMLElement {
  return h("div", { class: "actions" }, ...children);
}

export type NoteKind = "info" | "wait" | "problem" | "plain";

export function note(kind: NoteKind, title: string, ...children: Child[]): HTMLElement {
  return h("div", { class: `note ${kind}`, role: kind === "problem" ? "alert" : null }, h("strong", {}, title), " ", ...children);
}

export function busy(words: string): HTMLElement {
  return h("p", { class: "busy", role: "status" }, words);
}

export function chip(state: "done" | "checking" | "todo" | "locked" | "problem" | "open", words: string): HTMLElement {
  return h("span", { class: `chip ${state}` }, words);
}

export function know(question: string, ...children: Child[]): HTMLElement {
  return h("details", { class: "know" }, h("summary", {}, question), h("div", { class: "inside" }, ...children));
}

/** A fingerprint in groups of four, to be compared by eye or read out. */
export function fingerprint(value: string, label: string): HTMLElement {
  const groups = value.match(/.{1,4}/g) ?? [];
  return h(
    "div",
    { class: "fingerprint-box" },
    h("span", { class: "label" }, label),
    h("code", { class: "fingerprint" }, ...groups.map((group) => h("span", {}, group))),
  );
}

export function words(list: readonly string[]): HTMLElement {
  return h("p", { class: "words" }, ...list.flatMap((word) => [h("span", {}, word), " "]));
}

/** What is wrong on this page, first, with a way to each place. Takes the focus. */
export function errorSummary(problems: readonly { text: string; to: string }[]): HTMLElement {
  const items = problems.map(({ text, to }) => h("li", {}, h("a", { href: `#${to}`, onclick: follow(to) }, text)));
  return h("div", { class: "error-summary", tabindex: -1, role: "alert" }, h("h2", {}, t("Ada yang perlu diperbaiki")), h("ul", {}, ...items));
}

function follow(id: string): (event: Event) => void {
  return (event) => {
    event.preventDefault();
    const target = document.getElementById(id);
    const field = target?.matches("input") ? target : target?.querySelector<HTMLElement>("input:not(:disabled)");
    (field as HTMLElement | null)?.focus();
    target?.scrollIntoView({ block: "start" });
  };
}

export interface FieldOptions {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | null;
  readonly input: HTMLElement;
}

export function field({ id, label, hint, error, input }: FieldOptions): HTMLElement {
  const described = [hint && `hint_${id}`, error && `error_${id}`].filter(Boolean).join(" ");
  input.id = id;
  if (described) input.setAttribute("aria-describedby", described);
  if (error) input.setAttribute("aria-invalid", "true");
  return h(
    "div",
    { class: error ? "field wrong" : "field" },
    h("label", { for: id }, label),
    hint && h("p", { class: "hint", id: `hint_${id}` }, hint),
    error && h("p", { class: "error", id: `error_${id}` }, error),
    input,
  );
}
