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
// The button that was pressed is put anew by the answer, and keeps the focus.
async function showMark(viewer, leaveList) {
  await new Promise((resolve) => setTimeout(resolve, 50)); // the page is put in after this event
  const page = viewer.querySelector("[data-mark]");
  if (!page) return;
  if (viewer.pressed && document.activeElement === document.body) viewer.querySelector(viewer.pressed)?.focus({ preventScroll: true });
  const sheet = page.querySelector(".sheet");
  const image = sheet.querySelector("img");
  if (window.innerWidth < 900) {
    if (leaveList) viewer.scrollIntoView();
    return;
  }
  if (!image.complete) await new Promise((resolve) => (image.onload = image.onerror = resolve));
  sheet.scrollTop = page.dataset.mark * image.clientHeight - sheet.clientHeight * 0.3;
}

// The next or previous place of the list, which is as good as a click on it.
function stepPlace(viewer, by) {
  const places = [...viewer.closest(".desk").querySelectorAll("[data-place]")].filter((button) => button.offsetParent);
  const order = [...new Map(places.map((button) => [button.dataset.place, button])).values()];
  if (/^\d+$/.test(order[0]?.dataset.place)) order.sort((a, b) => a.dataset.place - b.dataset.place);
  const current = order.findIndex((button) => places.some((p) => p.dataset.place === button.dataset.place && p.hasAttribute("aria-current")));
  order[Math.min(Math.max(current + by, 0), order.length - 1)]?.click();
}

function zoomPage(viewer, by) {
  const now = Number(viewer.style.getPropertyValue("--zoom")) || 1;
  viewer.style.setProperty("--zoom", Math.min(Math.max(now + by * 0.25, 0.5), 3));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const viewer = button?.closest(".viewer");
  if (!viewer) return;
  const named = ["page", "step", "zoom"].find((name) => name in button.dataset);
  viewer.pressed = named && `[data-${named}]:nth-child(${[...button.parentNode.children].indexOf(button) + 1})`;
  if (named === "step") stepPlace(viewer, Number(button.dataset.step));
  if (named === "zoom") zoomPage(viewer, Number(button.dataset.zoom));
});

// Keys work where the focus is: in the page ← → n p + −, in a list ↑ ↓; Esc goes back to the list or to the question.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const at = event.target;
  const viewer = at.closest(".viewer");
  if (viewer && !at.matches("input, select, textarea")) {
    const key = event.key === ";" || event.key === "=" ? "+" : event.key; // + without Shift
    const button = viewer.querySelector(`.tools [aria-keyshortcuts="${CSS.escape(key)}"]`);
    if (button) {
      event.preventDefault();
      button.click();
    } else if (key === "Escape") viewer.closest(".desk").querySelector("[data-place][aria-current], [data-place]")?.focus();
  } else if (at.matches("[data-place]")) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const list = [...at.closest(".desk").querySelectorAll("[data-place]")].filter((button) => button.offsetParent);
    if (by) {
      event.preventDefault();
      list[list.indexOf(at) + by]?.focus();
    } else if (event.key === "Escape") document.querySelector("#question input")?.focus();
  }
});

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

// On a telephone the filters are folded behind a button.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fold]");
  if (!button) return;
  const open = document.getElementById(button.dataset.fold).classList.toggle("unfolded");
  button.setAttribute("aria-expanded", open);
  button.textContent = open ? "絞り込みを閉じる" : "絞り込みを開く";
});
