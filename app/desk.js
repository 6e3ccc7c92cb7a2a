// Enter that ends a kana-kanji conversion must not send the question. Browsers mark such a key press as composing
// (isComposing), or, where the composition has just ended (Safari), with key code 229.
for (const kind of ["keydown", "keypress"]) {
  window.addEventListener(
    kind,
    (event) => {
      if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopImmediatePropagation();
    },
    true,
  );
}
document.documentElement.lang = "ja";

// The link that was opened, before any view puts its own address in its place.
window.arrivedAt = location.search;

// Bring what is marked on the page into view: beside the list the page scrolls in its frame, below it the window does.
async function showMark(viewer, leaveList) {
  const head = viewer.querySelector("[data-mark]");
  if (!head) return;
  await new Promise((resolve) => setTimeout(resolve, 50)); // the picture's address is put in after this event
  if (window.innerWidth < 900) {
    if (leaveList) viewer.scrollIntoView();
    return;
  }
  const drawn = () => [...viewer.querySelectorAll(".sheet img")].find((img) => img.complete && img.naturalWidth);
  for (let tries = 0; tries < 60 && !drawn(); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
  const image = drawn();
  const sheet = viewer.querySelector(".sheet");
  if (image) sheet.scrollTop = head.dataset.mark * image.clientHeight - sheet.clientHeight * 0.3;
}

// 「引用をコピー」. navigator.clipboard is there on this machine and over https only; elsewhere the old way is taken.
async function copyText(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.body.appendChild(document.createElement("textarea"));
  field.value = text;
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (!copied) throw new Error("copy");
}
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const label = button.textContent;
  try {
    await copyText(button.dataset.copy);
    button.textContent = "コピーしました";
  } catch {
    button.textContent = "コピーできません";
  }
  setTimeout(() => (button.textContent = label), 2000);
});
