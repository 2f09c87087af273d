"use strict";
// What rests on what, made visible. Everything can be reached without it: each choice is a link that leads to the same place.
(() => {
  const pane = document.getElementById("article");
  const told = document.getElementById("told");
  const back = document.getElementById("back");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const groups = new Map(); // number of a piece of evidence -> its elements, in the article and outside
  for (const element of document.querySelectorAll("[data-g]")) {
    for (const group of element.dataset.g.split(" ")) {
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(element);
    }
  }
  const inArticle = (element) => pane.contains(element);
  const elementsOf = (chosen) => [...new Set(chosen.flatMap((group) => groups.get(group) || []))];
  const beside = () => getComputedStyle(pane).position === "sticky"; // the two stand side by side
  let origin = null; // what was chosen last

  function clear() {
    for (const lit of document.querySelectorAll(".on, .near")) lit.classList.remove("on", "near");
    for (const link of document.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
    told.textContent = "";
    back.hidden = true;
    origin = null;
  }

  function show(element) {
    const behavior = calm.matches ? "auto" : "smooth";
    if (inArticle(element) && beside()) {
      // The pane alone moves; the page stays where the reader is.
      const box = element.getBoundingClientRect();
      const room = pane.getBoundingClientRect();
      const above = Math.max(room.height * 0.12, (room.height - box.height) / 2);
      pane.scrollTo({ top: pane.scrollTop + box.top - room.top - above, behavior });
    } else {
      const box = element.getBoundingClientRect();
      if (box.top < 0 || box.bottom > innerHeight) element.scrollIntoView({ block: "center", behavior });
    }
  }

  function light(from, chosen, link) {
    clear();
    origin = from;
    const outside = !inArticle(from);
    const lit = elementsOf(chosen);
    for (const element of lit) {
      const sentence = element.classList.contains("s");
      if (outside || !inArticle(element)) element.classList.add(sentence ? "near" : "on");
    }
    if (!outside) from.classList.add("on");
    if (link) link.setAttribute("aria-current", "true");
    const ends = lit.filter((element) => inArticle(element) === outside && !element.classList.contains("s"));
    if (ends.length) show(ends[0]);
    back.hidden = beside() || !ends.length;
    told.textContent = outside ? `Source: ${words(ends)}` : `${new Set(chosen).size} things rest on this sentence. First: ${words(ends.slice(0, 1))}`;
    return ends[0];
  }

  const words = (elements) => elements.map((e) => e.textContent.trim()).join(" ").replace(/\s+/g, " ");

  // A link chosen a second time is followed, so that the keyboard gets to the other side.
  function choose(from, chosen, link, event) {
    if (link && link.getAttribute("aria-current")) {
      clear();
      return;
    }
    if (event) event.preventDefault();
    light(from, chosen, link);
  }

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || String(getSelection())) return;
    const link = event.target.closest("a");
    const jump = link && link.classList.contains("to") && document.getElementById(link.hash.slice(1));
    if (jump) {
      event.preventDefault();
      jump.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
      follow(jump);
      return;
    }
    const own = event.target.closest(".n, .src");
    const at = own && own.classList.contains("src") ? own.closest(".rests") : event.target.closest(inArticle(event.target) ? ".s[data-g]" : "[data-g]");
    if (link && !link.matches(".pick, .n, .src")) return;
    if (!at) return;
    choose(at, at.dataset.g.split(" "), link, event);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && origin) clear();
  });

  back.addEventListener("click", () => {
    const to = origin;
    clear();
    to.scrollIntoView({ block: "center" });
    (to.matches("a") ? to : to.querySelector("a") || to.parentElement.querySelector("a"))?.focus({ preventScroll: true });
  });

  // An address that names an item (…#c12) opens with its source lit.
  function follow(item) {
    if (item.dataset.g) light(item, item.dataset.g.split(" "), null);
    else {
      clear();
      item.classList.add("on");
    }
  }
  function arrive() {
    const item = /^#c\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
    if (item) follow(item);
  }
  addEventListener("hashchange", arrive);
  arrive();

  // On paper nothing can be unfolded.
  addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll("details")) folded.open = true;
  });
})();
