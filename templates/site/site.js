/* The gallery's one script: the language and colours of the interface, search, and origins.
   Every page is whole without it. */
(() => {
  "use strict";
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const plain = (text) => text.normalize("NFKC").toLowerCase();

  // What a reader chose is kept where the browser lets us; a page from a disk may have no store.
  const recall = (name) => {
    try { return localStorage.getItem(`briefs.${name}`); } catch { return null; }
  };
  const keep = (name, value) => {
    try { localStorage.setItem(`briefs.${name}`, value); } catch { /* then for this page alone */ }
  };

  const press = (buttons, chosen) => {
    for (const one of buttons) one.setAttribute("aria-pressed", String(one === chosen));
  };

  // --- language and colours

  const script = (tag) => new Intl.Locale(tag).maximize();
  const alike = (tag, tags) => {
    const wanted = script(tag);
    const same = (one) =>
      script(one).language === wanted.language && script(one).script === wanted.script;
    return tags.find(same);
  };

  const language = () => {
    const tags = all("[data-language]").map((one) => one.dataset.language);
    const kept = recall("language");
    if (tags.includes(kept)) return kept;
    if (!document.getElementById("cards")) return root.dataset.own;
    const liked = navigator.languages.map((one) => alike(one, tags)).find(Boolean);
    return liked || root.dataset.own;
  };

  const speak = (tag) => {
    root.lang = tag;
    press(all("[data-language]"), document.querySelector(`[data-language="${tag}"]`));
    for (const one of all("[data-words]")) one.textContent = JSON.parse(one.dataset.words)[tag];
    const title = document.querySelector("h1");
    document.title = `${title.innerText.trim()} · ${title.dataset.title}`;
  };

  const wear = (look) => {
    root.dataset.look = look;
    press(all("button[data-look]"), document.querySelector(`button[data-look="${look}"]`));
  };

  // --- search and filters

  const narrowing = (form, after) => {
    const items = [...document.getElementById(form.dataset.narrows).children];
    const seek = form.querySelector("[data-seek]");
    const selects = all("[data-narrow]", form);
    const texts = new Map();
    const textOf = (item) => {
      if (!texts.has(item)) texts.set(item, plain(item.dataset.sought || item.textContent));
      return texts.get(item);
    };
    const narrow = () => {
      const words = plain(seek.value).split(/\s+/u).filter(Boolean);
      const fits = (item) =>
        selects.every(({ value, dataset }) =>
          !value || item.dataset[dataset.narrow].split(" ").includes(value)) &&
        words.every((word) => textOf(item).includes(word));
      let count = 0;
      for (const item of items) {
        item.hidden = !fits(item);
        count += item.hidden ? 0 : 1;
      }
      after(count, items);
    };
    form.addEventListener("input", narrow);
    form.addEventListener("submit", (event) => event.preventDefault());
    return { seek, selects, narrow };
  };

  // A card leads to the edition in the language that was asked for, else in the reader's own.
  const lead = (card, setting) => {
    const variants = all(".variants a", card);
    const asked = variants.find((one) => one.dataset.setting === setting);
    const own = variants.find((one) => one.dataset.languages === root.lang);
    const chosen = asked || own || variants[0];
    const picture = card.querySelector("img");
    if (picture.getAttribute("src") !== chosen.dataset.cover) picture.src = chosen.dataset.cover;
    for (const one of all(".cover, .first", card)) one.href = chosen.getAttribute("href");
    for (const one of variants) one.classList.toggle("chosen", one === chosen);
  };

  const overview = (form) => {
    const clear = document.querySelector("[data-clear]");
    const setting = form.querySelector("[data-narrow=setting]");
    const { seek, selects, narrow } = narrowing(form, (count, cards) => {
      const asked = new URLSearchParams();
      if (seek.value) asked.set("search", seek.value);
      for (const one of selects) if (one.value) asked.set(one.dataset.narrow, one.value);
      document.querySelector("[data-count]").textContent = count;
      document.querySelector("[data-nothing]").hidden = count > 0;
      clear.hidden = !asked.size;
      for (const card of cards) if (!card.hidden) lead(card, setting.value);
      history.replaceState(null, "", asked.size ? `#${asked}` : location.pathname);
    });
    const asked = new URLSearchParams(location.hash.slice(1));
    seek.value = asked.get("search") || "";
    for (const one of selects) {
      const value = asked.get(one.dataset.narrow) || "";
      one.value = [...one.options].some((option) => option.value === value) ? value : "";
    }
    clear.addEventListener("click", () => {
      form.reset();
      narrow();
      seek.focus();
    });
    return narrow;
  };

  // --- where a figure comes from

  const origins = (panel) => {
    const shown = panel.querySelector(".shown");
    const close = panel.querySelector("[data-close]");
    let from = null;

    const child = (parent, name, nodes) => {
      const one = document.createElement(name);
      one.append(...nodes);
      return parent.appendChild(one);
    };
    const copies = (node) => [...node.cloneNode(true).childNodes];
    const article = (anchor) => {
      const row = document.getElementById(anchor);
      const one = document.createElement("article");
      child(one, "h4", copies(row.querySelector("th")));
      child(one, "p", copies(row.querySelector(".printed"))).className = "printed";
      one.append(row.querySelector(".origins").cloneNode(true));
      const way = child(child(one, "p", []), "a", copies(panel.querySelector("template").content));
      way.href = `#${encodeURIComponent(anchor)}`;
      return one;
    };
    const mark = (spot) => {
      for (const one of all(".sheet a.on")) one.classList.remove("on");
      if (spot) spot.classList.add("on");
    };
    const show = (link, byKey) => {
      if (link.closest("svg")) from = link;
      mark(from);
      shown.replaceChildren(...link.dataset.figures.split(" ").map(article));
      panel.dataset.open = "";
      close.hidden = false;
      panel.scrollTop = 0;
      if (byKey) document.getElementById("origin-title").focus();
    };
    const hide = () => {
      if (close.hidden) return;
      delete panel.dataset.open;
      close.hidden = true;
      shown.replaceChildren();
      mark(null);
      if (from) from.focus();
    };

    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-figures]");
      if (!link || link.closest("table")) return;
      event.preventDefault();
      show(link, event.detail === 0);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
    });
    close.addEventListener("click", hide);

    // A page is one stop of the tabulator; arrows go from figure to figure, as it is read.
    // (The listeners stand around the drawing: one that listens for focus can be focused itself.)
    for (const page of all(".paper")) {
      const links = all("a", page);
      const only = (chosen) => {
        for (const one of links) one.setAttribute("tabindex", one === chosen ? "0" : "-1");
      };
      only(links[0]);
      const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
      page.addEventListener("keydown", (event) => {
        const at = links.indexOf(event.target.closest("a"));
        const ends = { Home: 0, End: links.length - 1 };
        const to = ends[event.key] ?? at + (steps[event.key] ?? Number.NaN);
        if (at < 0 || !links[to]) return;
        event.preventDefault();
        only(links[to]);
        links[to].focus();
      });
      page.addEventListener("focusin", (event) => only(event.target.closest("a")));
      page.addEventListener("click", (event) => {
        if (event.target.closest("a")) return;
        const near = nearest(links, event.clientX, event.clientY);
        if (near) show(near, false);
      });
    }
  };

  // On a telephone a figure is smaller than a finger: a touch beside it means it.
  const REACH = 24;
  const nearest = (links, x, y) => {
    let found = null;
    let least = REACH;
    for (const link of links) {
      const box = link.getBoundingClientRect();
      const across = Math.max(box.left - x, 0, x - box.right);
      const along = Math.max(box.top - y, 0, y - box.bottom);
      const far = Math.hypot(across, along);
      if (far < least) [found, least] = [link, far];
    }
    return found;
  };

  root.classList.add("has-script");
  root.dataset.look = recall("look") || "auto";
  addEventListener("DOMContentLoaded", () => {
    speak(language());
    wear(root.dataset.look);
    let again = () => {};
    for (const form of all("[data-narrows]")) {
      if (form.dataset.narrows === "cards") again = overview(form);
      else narrowing(form, () => {}).narrow();
    }
    again();
    const panel = document.getElementById("origin");
    if (panel) origins(panel);
    for (const one of all("[data-language]")) {
      one.addEventListener("click", () => {
        keep("language", one.dataset.language);
        speak(one.dataset.language);
        again();
      });
    }
    for (const one of all("button[data-look]")) {
      one.addEventListener("click", () => {
        keep("look", one.dataset.look);
        wear(one.dataset.look);
      });
    }
  });
})();
