// Small comforts on pages that work without them: copy, show a password, print, focus the list of problems, send a form once.
"use strict";

function wake(selector, eventName, act) {
  for (const element of document.querySelectorAll(selector)) {
    element.hidden = false;
    element.addEventListener(eventName, (event) => act(element, event));
  }
}

// The said word stands in data-done, so that no text lives in this file.
function say(button, text) {
  const before = button.textContent;
  button.textContent = text;
  setTimeout(() => { button.textContent = before; }, 2500);
}

wake("[data-copy]", "click", async (button) => {
  const source = document.getElementById(button.dataset.copy);
  const text = source.dataset.text ?? source.textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
    say(button, button.dataset.done);
  } catch {
    const range = document.createRange();
    range.selectNodeContents(source);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
});

wake("[data-show]", "click", (button) => {
  const input = document.getElementById(button.dataset.show);
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
});

wake("[data-print]", "click", () => print());

// A second press on a slow line must not send a second time; coming back by the browser's arrow frees the button again.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
});

// Paper cannot be unfolded.
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not([open])")) {
    details.open = true;
    details.dataset.forPrint = "yes";
  }
});
addEventListener("afterprint", () => {
  for (const details of document.querySelectorAll("details[data-for-print]")) {
    details.open = false;
    delete details.dataset.forPrint;
  }
});

document.querySelector(".error-summary[data-focus]")?.focus();
