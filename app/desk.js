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
