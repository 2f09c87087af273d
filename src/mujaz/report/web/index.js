"use strict";
// Filters the list. All rows are in the page as it was written; only those that fit, and only the first of them, stay in it.
(() => {
  const STEP = 100; // rows shown at a time: more than a screen holds, and few enough to lay out between two keystrokes
  const list = document.getElementById("list");
  const form = document.getElementById("filter");
  const count = document.getElementById("count");
  const more = document.getElementById("more");
  const rows = [...list.children].map((row) => {
    const { k, t, d, s } = row.dataset;
    row.removeAttribute("data-s");
    return { row, kinds: k.split(" "), topic: t, day: d, words: s };
  });

  // One spelling for words that are written in many ways, as mujaz.text.arabic folds them; a test holds the two together.
  const LETTERS = { "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ٵ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ۍ": "ي", "ة": "ه", "ھ": "ه",
    "ہ": "ه", "ە": "ه", "ۀ": "ه", "ۃ": "ه", "ۂ": "ه", "ک": "ك", "ڪ": "ك", "گ": "ك", "ڭ": "ك", "ݣ": "ك", "پ": "ب", "چ": "ج",
    "ڤ": "ف", "،": ",", "؛": ";", "؟": "?", "٪": "%", "٫": ".", "٬": ",", "−": "-" };
  const QUOTES = /[\p{Pi}\p{Pf}"'`´′″‚„〝〞〟]/u;
  const GONE = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}]|(?=\p{Script=Arabic}|ـ)\p{Lm}/u;
  function plain(char) {
    if (/[\t-\r\x1c-\x1f\x85\p{Z}]/u.test(char)) return " ";
    if (GONE.test(char)) return "";
    if (/[٠-٩۰-۹]/.test(char)) return String(char.codePointAt(0) & 15);
    if (QUOTES.test(char)) return '"';
    if (/\p{Pd}/u.test(char)) return "-";
    return LETTERS[char] ?? char;
  }
  function folded(char) {
    if (/\p{No}/u.test(char) || QUOTES.test(char)) return plain(char);
    const spread = char.normalize("NFKD").toLowerCase().normalize("NFKD");
    const made = [...spread].map(plain).join("");
    return made === " " && spread.length > 1 ? "" : made;
  }
  const fold = (text) => [...text].map(folded).join("").replace(/ +/g, " ").trim();
  window.mujazFold = fold;

  let fitting = rows;
  let shown = STEP;

  function asked() {
    const data = new FormData(form);
    const kinds = data.getAll("k");
    return { terms: fold(data.get("q") || "").split(" ").filter(Boolean), topic: data.get("topic") || "", from: data.get("from") || "", to: data.get("to") || "", kinds };
  }

  function fits(entry, { terms, topic, from, to, kinds }) {
    if (topic && entry.topic !== topic) return false;
    if ((from || to) && !entry.day) return false;
    if ((from && entry.day < from) || (to && entry.day > to)) return false;
    if (kinds.length && !kinds.some((kind) => entry.kinds.includes(kind))) return false;
    return terms.every((term) => entry.words.includes(term));
  }

  function draw() {
    list.replaceChildren(...fitting.slice(0, shown).map((entry) => entry.row));
    more.hidden = fitting.length <= shown;
    const of = rows.length.toLocaleString("en");
    count.textContent = !fitting.length ? `None of ${of} articles fits.` : fitting.length === rows.length ? `${of} articles` : `${fitting.length.toLocaleString("en")} of ${of} articles`;
  }

  function filter() {
    const wanted = asked();
    fitting = rows.filter((entry) => fits(entry, wanted));
    shown = STEP;
    draw();
  }

  // The address keeps what was asked, so that the way back from an article leads to the same list.
  let waiting = 0;
  function remember() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const kept = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      history.replaceState(null, "", String(kept) ? `#${kept}` : location.pathname + location.search);
    }, 300); // browsers refuse more than some hundred changes of the address in half a minute
  }

  function recall() {
    const kept = new URLSearchParams(location.hash.slice(1));
    for (const field of form.elements) {
      if (field.type === "checkbox") field.checked = kept.getAll("k").includes(field.value);
      else if (field.name) field.value = kept.get(field.name) || "";
    }
  }

  form.addEventListener("input", () => { filter(); remember(); });
  form.addEventListener("reset", () => setTimeout(() => { filter(); remember(); }));
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => {
    const first = fitting[shown];
    shown += STEP;
    draw();
    first.row.querySelector("a")?.focus();
  });
  addEventListener("hashchange", () => { recall(); filter(); });
  addEventListener("pageshow", () => { recall(); filter(); });
  form.hidden = false;
  recall();
  // On a phone the articles come first; what was asked for before stays in sight.
  if (matchMedia("(max-width: 44rem)").matches && !location.hash) document.getElementById("narrow").open = false;
  filter();
})();
