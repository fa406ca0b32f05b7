/** Elements made by hand: no markup from strings, so nothing that was typed or fetched can become markup. */

export type Child = Node | string | null | undefined | false | readonly Child[];
type Listener = (event: Event) => void;
export type Properties = Readonly<Record<string, string | number | boolean | null | undefined | Listener>>;

const SVG = "http://www.w3.org/2000/svg";

/** `onclick`, `onsubmit`… take functions; true is an attribute without value; false, null and undefined leave it out. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, properties: Properties = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  dress(element, properties);
  element.append(...flatten(children));
  return element;
}

export function svg(tag: string, properties: Properties = {}, ...children: Child[]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  dress(element, properties);
  element.append(...flatten(children));
  return element;
}

function dress(element: Element, properties: Properties): void {
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
}

function flatten(children: readonly Child[]): (Node | string)[] {
  return children.flatMap((child): (Node | string)[] => {
    if (child === null || child === undefined || child === false) return [];
    return typeof child === "string" || child instanceof Node ? [child] : flatten(child);
  });
}

/** Text in which `**a few words**` are strong. */
export function rich(text: string): Child[] {
  return text.split("**").map((part, i) => (i % 2 === 1 ? h("strong", {}, part) : part));
}

/** A page of its own inside `main`: its heading takes the focus, so that it is read out and seen from the top. */
export function show(main: HTMLElement, heading: string, ...children: Child[]): void {
  const title = h("h1", { tabindex: -1 }, ...rich(heading));
  const nodes = flatten(children);
  const before = nodes.filter((node) => node instanceof HTMLElement && node.dataset.before === "heading");
  main.replaceChildren(...before, title, ...nodes.filter((node) => !before.includes(node)));
  window.scrollTo(0, 0);
  title.focus({ preventScroll: true });
}

/** The JSON block with this id, as the server wrote it into the page. */
export function pageData<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? "null") as T;
}
