"use strict";
// Niceties only: everything on the page works without this script.
(() => {
  const root = document.documentElement;

  const button = document.getElementById("theme");
  if (button) {
    const order = ["auto", "light", "dark"];
    const word = button.querySelector("span");
    const show = (theme) => {
      word.textContent = theme;
      if (theme === "auto") delete root.dataset.theme;
      else root.dataset.theme = theme;
    };
    let theme = "auto";
    button.hidden = false;
    button.addEventListener("click", () => {
      theme = order[(order.indexOf(theme) + 1) % order.length];
      show(theme);
    });
  }

  for (const drawing of document.querySelectorAll("svg.drawing")) {
    const ties = [...drawing.querySelectorAll(".tie")];
    const nodes = new Map([...drawing.querySelectorAll(".node")].map((node) => [node.dataset.node, node]));
    const clear = () => {
      drawing.classList.remove("dimmed");
      for (const lit of drawing.querySelectorAll(".lit")) lit.classList.remove("lit");
    };
    const light = (chosen) => {
      clear();
      drawing.classList.add("dimmed");
      for (const tie of chosen) {
        tie.classList.add("lit");
        for (const end of tie.dataset.ends.split(" ")) nodes.get(end).classList.add("lit");
      }
    };
    for (const [key, node] of nodes) {
      node.addEventListener("pointerenter", () => {
        light(ties.filter((tie) => tie.dataset.ends.split(" ").includes(key)));
        node.classList.add("lit");
      });
      node.addEventListener("pointerleave", clear);
    }
    for (const tie of ties) {
      tie.addEventListener("focus", () => light([tie]));
      tie.addEventListener("blur", clear);
    }
  }

  const filter = document.getElementById("filter");
  if (filter) {
    const cards = [...document.querySelectorAll(".card")];
    const texts = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));
    const field = (name) => filter.elements.namedItem(name).value;
    const apply = () => {
      const word = field("word").trim().toLowerCase();
      const certainty = field("certainty");
      const sign = field("sign");
      let shown = 0;
      for (const card of cards) {
        const fits =
          (!word || texts.get(card).includes(word)) &&
          (!certainty || card.dataset.certainty === certainty) &&
          (!sign || card.dataset.sign === sign);
        card.hidden = !fits;
        shown += fits ? 1 : 0;
      }
      for (const note of document.querySelectorAll(".note")) note.hidden = !note.querySelector(".card:not([hidden])");
      const any = word || certainty || sign;
      for (const pair of document.querySelectorAll(".pair"))
        pair.hidden = Boolean(any) && !pair.querySelector(".note:not([hidden])");
      filter.querySelector("output").textContent = any ? `${shown} of ${cards.length} shown` : "";
    };
    filter.hidden = false;
    filter.addEventListener("input", apply);
    filter.addEventListener("submit", (event) => event.preventDefault());
    // A link to a hidden claim or sentence brings everything back, so that no link leads nowhere.
    window.addEventListener("hashchange", () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target && target.closest("[hidden]")) {
        filter.reset();
        apply();
        target.scrollIntoView();
      }
    });
  }
})();
