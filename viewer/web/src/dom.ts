// Elements made in code: text goes in as text, never as markup.
// SPDX-License-Identifier: Apache-2.0

export interface Made {
  class?: string;
  text?: string;
  title?: string;
  attributes?: Record<string, string>;
  on?: Partial<Record<keyof HTMLElementEventMap, (event: Event) => void>>;
}

/** A new element with its children; strings among them become text nodes. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  made: Made = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  if (made.class) element.className = made.class;
  if (made.title) element.title = made.title;
  if (made.text !== undefined) element.textContent = made.text;
  for (const [name, value] of Object.entries(made.attributes ?? {})) element.setAttribute(name, value);
  for (const [name, listener] of Object.entries(made.on ?? {})) element.addEventListener(name, listener);
  element.append(...children);
  return element;
}

let ids = 0;

/** An id that no other element of the page has. */
export function freshId(stem: string): string {
  ids += 1;
  return `${stem}-${ids}`;
}

/** A labelled checkbox whose state is passed to `changed`. */
export function checkbox(
  made: { label: (Node | string)[]; checked: boolean; class?: string; changed: (on: boolean) => void },
): HTMLLabelElement {
  const box = el("input", { attributes: { type: "checkbox" } });
  box.checked = made.checked;
  box.addEventListener("change", () => made.changed(box.checked));
  return el("label", { class: made.class ?? "choice" }, box, ...made.label);
}
