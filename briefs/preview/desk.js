// The preview in the browser: shows what the desk tells, and leaves everything else where it is.
const $ = (id) => document.getElementById(id);
const STAGES = {
  waiting: "Drawing", draft: "Draft: proofs wait until you pause", proving: "Proofs are running",
  proven: "Proven, and in output/", refused: "Refused by the proofs; output/ is as before",
  faulty: "Faulty: the last good page",
};
const asked = new URLSearchParams(location.search).get("edition");
let newest = 0;

function element(name, words, className = "") {
  const made = document.createElement(name);
  made.textContent = words;
  made.className = className;
  return made;
}

function item(one, word, severity) {
  const made = element("div", "", `item ${severity}`);
  const place = one.line ? `${one.file}:${one.line}:${one.column}` : one.file;
  made.append(element("p", word, "word"), element("p", one.message));
  if (one.mend) made.append(element("p", one.mend, "mend"));
  made.append(element("code", place));
  return made;
}

const fault = (one) => item(one, one.severity, one.severity);

function finding(one, edition) {
  const open = one.verdict === "contradicts" && !one.acknowledged;
  const seen = one.acknowledged ? ", acknowledged" : "";
  const of = edition.startsWith(`${one.subject}.`) ? "" : ` · ${one.subject}`;
  const words = `${one.verdict}${seen} · ${one.check}${of}`;
  return item(one, words, open ? "error" : one.acknowledged ? "" : "warning");
}

function fill(id, items) {
  $(id).replaceChildren(...items);
  $(id).hidden = !items.length;
}

// A picture takes the place of another only when it is ready, and of the same size: nothing moves.
async function turn(pages, edition) {
  const ready = await Promise.all(pages.map(async (page, index) => {
    const image = new Image(page.width, page.height);
    image.src = page.src;
    image.alt = `Page ${index + 1} of ${edition}`;
    await image.decode();
    return image;
  }));
  const there = [...$("pages").children];
  ready.forEach((image, index) => {
    if (!there[index]) $("pages").append(image);
    else if (there[index].src !== image.src) there[index].replaceWith(image);
  });
  there.slice(ready.length).forEach((image) => image.remove());
}

const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

async function show(state) {
  const turned = ++newest;
  $("edition").replaceChildren(...state.editions.map((name) => {
    return new Option(name, name, name === state.edition, name === state.edition);
  }));
  document.title = `${state.edition} · briefs preview`;
  const stage = state.faults.length ? "faulty" : state.stage;
  fill("faults", state.faults.map(fault));
  fill("found", state.found.map(fault));
  fill("findings", state.findings.map((one) => finding(one, state.edition)));
  $("quiet").textContent = `${state.quiet} checks hold, or could not be asked.`;
  $("pages").classList.toggle("stale", state.faults.length > 0);
  $("pdf").hidden = !state.pdf;
  $("pdf").href = `/${state.pdf}`;
  await turn(state.pages, state.edition);
  if (turned !== newest) return;
  $("stage").textContent = STAGES[stage];
  $("stage").dataset.stage = stage;
  if (state.saved && state.stage === "draft" && !state.faults.length) {
    await painted();
    const seen = Date.now() - state.saved;
    $("time").textContent = `${(seen / 1000).toFixed(2)} s from saving to seeing`;
    $("time").title = Object.entries(state.took).map(([name, ms]) => `${name} ${ms} ms`).join(", ");
    $("time").dataset.milliseconds = seen;
  }
}

$("edition").addEventListener("change", () => {
  location.search = new URLSearchParams({ edition: $("edition").value });
});

const news = new EventSource(`/news/${encodeURIComponent(asked)}`);
news.onmessage = (event) => show(JSON.parse(event.data));
news.onerror = () => {
  $("stage").textContent = "The preview has ended; run briefs preview again";
  $("stage").dataset.stage = "faulty";
};
