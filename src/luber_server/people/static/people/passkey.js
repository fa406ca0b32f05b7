// A passkey that was not given is no error to hide in the console: say it where the person looks.
"use strict";
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const problem = document.getElementById("passkey-problem");
  if (problem) problem.hidden = false;
});
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("passkey-place");
  const isNumber = /^[0-9.]+$|^\[/.test(window.location.hostname);
  if (place && (isNumber || !window.PublicKeyCredential)) place.hidden = false;
});
