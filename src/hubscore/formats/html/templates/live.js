// The page: sliders for the weights, and the ranking that follows them. The engine does the sums.
(() => {
  const model = JSON.parse(document.getElementById("model").textContent);
  const panel = document.getElementById("live");
  const table = document.querySelector("table[data-live=ranking]");
  if (!panel || !table) return;
  const leaves = model.leaves.length;
  const root = model.inner.length - 1;
  const declared = model.inner.map((node) => node.weights);
  const published = new Map([...table.querySelectorAll("tr[data-hub]")].map((row) => [row.dataset.hub, row]));
  const before = [...published.keys()];
  const cells = new Map([...published].map(([hub, row]) => [hub, cellsOf(row)]));
  const rowOf = new Map(model.ids.map((id, row) => [id, row]));
  const placeOf = new Map(before.map((hub, place) => [hub, place]));
  const hubOf = new Map(model.hubs.map((hub, at) => [hub, at]));
  const AT_ONCE = 60, BELOW = 20, PAUSE = 150; // rows, rows beyond those in sight, milliseconds
  const levers = [];
  let last = null, pause = 0, rest = () => {};
  let weights = declared.map((w) => [...w]);

  function cellsOf(row) {
    const found = { pillars: new Map(), row, html: [...row.children].map((cell) => cell.textContent) };
    for (const cell of row.children) {
      const key = cell.dataset.key || "";
      if (key.startsWith("pillars.")) found.pillars.set(key.slice(8), cell);
      else if (key) found[key] = cell;
    }
    return found;
  }

  // Building ----------------------------------------------------------------------------------

  function make(name, properties, ...inside) {
    const made = document.createElement(name);
    Object.assign(made, properties);
    made.append(...inside);
    return made;
  }

  function lever(node, child) {
    const row = model.inner[node].members[child], label = model.labels[row];
    const id = `w-${model.ids[row]}`;
    const range = make("input", { type: "range", id, min: 0, max: 100, step: 0.5 });
    const box = make("input", { type: "number", min: 0, max: 100, step: 0.1 });
    box.setAttribute("aria-label", `${label}, per cent`);
    range.addEventListener("input", () => moved(node, child, range.value));
    box.addEventListener("change", () => moved(node, child, box.value));
    levers.push({ node, child, range, box });
    return make("div", { className: "lever" }, make("label", { htmlFor: id, textContent: label }), range, box);
  }

  // The levers of a node, and behind each pillar's those of what it averages.
  function leversOf(node) {
    const made = [], members = model.inner[node].members;
    const asRead = [...members.keys()].sort((a, b) => model.order.indexOf(members[a]) - model.order.indexOf(members[b]));
    asRead.forEach((child) => {
      const row = members[child];
      made.push(lever(node, child));
      const below = row - leaves;
      if (below >= 0 && model.inner[below].reached && model.inner[below].members.length > 1) {
        const inside = make("div", { className: "below" });
        const summary = make("summary", { textContent: `in ${model.labels[row]}` });
        const details = make("details", { className: "below" }, summary, inside);
        details.addEventListener("toggle", () => {
          if (!inside.childElementCount) { inside.append(...leversOf(below)); show(); }
        });
        made.push(details);
      }
    });
    return made;
  }

  const moves = make("p", { className: "moves" });
  const warning = make("p", { className: "warning" });
  const note = make("p", { className: "stale", hidden: true });
  note.textContent = `Ranks, scores${model.points === null ? "" : ", points"} and the first sentence follow the sliders. Rank intervals and the lines below are those of the published weights, and so is each section that says so.`;
  const lead = document.querySelector("header .lead"), answer = lead && lead.textContent;
  const changes = make("p", { className: "changes" });
  moves.setAttribute("role", "status");
  warning.setAttribute("role", "alert");
  const text = make("textarea", { readOnly: true, spellcheck: false, id: "weights-toml" });
  text.setAttribute("aria-label", "Weights as TOML");
  const said = make("span", { className: "quiet" });
  said.setAttribute("role", "status");
  const sheet = make("details", { className: "sheet" },
    make("summary", { textContent: "These weights as TOML, for scorecard.toml" }), text);

  function build() {
    const title = make("legend", { className: "quiet", textContent: "Weights in per cent; what is not moved keeps its proportions." });
    const tools = make("div", { className: "tools" },
      make("button", { type: "button", id: "reset", textContent: "Reset", onclick: reset }),
      make("button", { type: "button", id: "copy-link", textContent: "Copy link", onclick: () => copy(link(), "The link") }),
      make("button", { type: "button", id: "copy-toml", textContent: "Copy as TOML", onclick: () => copy(toml(), "[weights]") }),
      said);
    const small = matchMedia("(max-width: 40rem)").matches;
    const folded = make("details", { open: !small }, make("summary", { className: "strong", textContent: "What if the weights were others?" }),
      make("fieldset", {}, title, ...leversOf(root)), moves, warning, note, tools, sheet);
    panel.append(folded);
    panel.hidden = false;
    if (lead) lead.after(changes);
    for (const name of model.published) {
      const [head] = document.getElementById(name).children;
      head.after(make("p", { className: "stale published", textContent: "By the published weights: this does not follow the sliders." }));
    }
  }

  // Changing ----------------------------------------------------------------------------------

  function moved(node, child, value) {
    const share = Math.min(100, Math.max(0, Number(value) || 0)) / 100;
    weights[node] = engine.withShare(weights[node], child, share, declared[node]);
    changed();
  }

  function reset() {
    weights = declared.map((w) => [...w]);
    changed();
  }

  function changed() {
    history.replaceState(null, "", isMoved() ? hash() : location.pathname + location.search);
    show();
  }

  const isMoved = () => weights.some((_, node) => nodeMoved(node));
  const nodeMoved = (node) => weights[node].some((x, c) => Math.abs(x - declared[node][c]) > 1e-12);

  // Pillars that the index skips (`over`) weigh inside as their indicators do.
  function whole() {
    const found = weights.map((w) => w);
    model.inner.forEach((node, at) => {
      if (node.reached) return;
      const over = model.inner.findIndex((other, up) => other.reached && nodeMoved(up)
        && node.members.every((row) => other.members.includes(row)));
      if (over < 0) return;
      const w = node.members.map((row) => weights[over][model.inner[over].members.indexOf(row)]);
      if (w.some((x) => x > 0)) found[at] = engine.shares(w);
    });
    return found;
  }

  // Showing -----------------------------------------------------------------------------------

  // As the program writes it: what lies halfway goes to the even neighbour.
  function fixed(x, as) {
    if (Number.isNaN(x)) return "\u2013";
    const places = model.decimals[as], scaled = x * 10 ** places;
    const halfway = Math.abs(scaled % 1) === 0.5 && Number.isInteger(x * 2 ** (places + 1));
    const [whole, ...rest] = (halfway ? 2 * Math.round(scaled / 2) / 10 ** places : x).toFixed(places).split(".");
    const shown = [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...rest].join(".");
    return /^-[0.,]*$/.test(shown) ? shown.slice(1) : shown;
  }

  const percent = (share) => String(Math.round(1000 * share) / 10);

  // Rows down to the last in sight, and some more.
  function inSight() {
    const box = table.closest(".scroll"), row = table.offsetHeight / before.length;
    return Math.ceil((box.scrollTop + box.clientHeight) / row) + BELOW;
  }

  function show() {
    const seen = before.length > AT_ONCE ? inSight() : before.length;
    for (const { node, child, range, box } of levers) {
      const share = 100 * weights[node][child];
      const shown = percent(share / 100);
      if (document.activeElement !== range || Math.abs(Number(range.value) - share) > 0.5) range.value = share;
      box.value = shown;
      range.setAttribute("aria-valuetext", `${shown} per cent`);
    }
    const used = whole();
    const scores = engine.scores(model, used, last);
    last = { weights: used, scores };
    const index = scores[scores.length - 1];
    const rank = engine.ranks(model, index);
    const off = isMoved();
    const sorted = order(rank, off);
    const list = (many) => {
      for (const hub of sorted.slice(0, many)) shownHub(hub, hubOf.get(hub), scores, index, rank, off);
      arrange(sorted.slice(0, many), rank);
    };
    tell(rank, off);
    answered(sorted, index, rank, off);
    text.value = toml();
    said.textContent = "";
    later(() => list(seen), () => {
      list(sorted.length);
      if (model.points !== null && contributions !== null) attribute(used, scores, sorted, off);
    });
  }

  // Of many hubs those in sight follow at once, what lies below them once the sliders rest.
  function later(some, all) {
    clearTimeout(pause);
    rest = () => { clearTimeout(pause); rest = () => {}; all(); };
    if (before.length <= AT_ONCE) { rest(); return; }
    some();
    pause = setTimeout(rest, PAUSE);
  }

  // What already says so is left alone: else the browser lays it out once more.
  function put(cell, words) {
    if (cell && cell.textContent !== words) cell.textContent = words;
  }

  function shownHub(hub, at, scores, index, rank, off) {
    const found = cells.get(hub);
    if (!found) return;
    if (!off) {
      [...found.row.children].forEach((cell, place) => { if (cell.dataset.key !== "bar") put(cell, found.html[place]); });
    } else {
      put(found.score, fixed(index[at], 0));
      for (const [pillar, cell] of found.pillars) {
        put(cell, fixed(scores[rowOf.get(pillar)][at], 1));
      }
      put(found.interval || found.rank, standing(rank[at], model.rank[at]));
    }
    const bar = found.bar && found.bar.querySelector("rect");
    const [low, high] = model.scale;
    const share = Number.isNaN(index[at]) ? 0 : Math.min(1, Math.max(0, (index[at] - low) / (high - low)));
    if (bar) bar.setAttribute("width", `${100 * share}%`);
  }

  function standing(now, then) {
    if (!now) return "\u2013";
    if (!then || now === then) return `${now}`;
    return now < then ? `${now} \u25b2${then - now}` : `${now} \u25bc${now - then}`;
  }

  function attribute(used, scores, sorted, off) {
    if (!off) { contributions.reset(); return; }
    const index = scores[scores.length - 1], points = engine.points(model, used, scores);
    const scored = sorted.map((hub) => hubOf.get(hub)).filter((hub) => points[hub] !== null);
    contributions.show(scored.slice(0, model.drawn).map((hub) => ({
      name: model.names[hub],
      points: points[hub].map((x) => (Number.isNaN(x) ? 0 : x)),
      words: points[hub].map((x) => fixed(x, 0)),
      score: fixed(index[hub], 0),
    })), model.scale[0] === 0 ? model.scale[1] : null);
  }

  // Hubs by rank; who is not ranked stays below, by score, as published.
  function order(rank, off) {
    const key = (hub) => rank[hubOf.get(hub)] || Infinity;
    return off ? [...before].sort((a, b) => {
      const x = key(a), y = key(b);
      return x === y ? placeOf.get(a) - placeOf.get(b) : x - y;
    }) : before;
  }

  // These hubs from the first row on: a row that stands where it belongs is left alone.
  function arrange(hubs, rank) {
    let next = table.tBodies[0].firstElementChild, above = null;
    for (const each of hubs) {
      const row = published.get(each), hub = hubOf.get(each);
      if (row === next) next = row.nextElementSibling;
      else table.tBodies[0].insertBefore(row, next);
      row.classList.toggle("strong", rank[hub] === 1);
      row.classList.toggle("rule", above !== null && Boolean(model.ranked[above]) !== Boolean(model.ranked[hub]));
      above = hub;
    }
  }

  // The first sentence of the page, and for print which weights are others.
  function answered(sorted, index, rank, off) {
    if (!lead) return;
    const first = sorted.map((hub) => hubOf.get(hub)).filter((hub) => rank[hub]).slice(0, model.leading);
    const told = first.map((hub) => `${model.names[hub]} (${fixed(index[hub], 0)})`);
    const rest = told.length > 2 ? `${told.slice(1, -1).join(", ")} and ${told[told.length - 1]}` : told[1];
    const sentence = told.length > 1 ? `${told[0]} leads, ahead of ${rest}.` : told.length ? `${told[0]} is the only hub that is ranked.` : "No hub is ranked.";
    put(lead, off ? sentence : answer);
    const others = model.inner.flatMap((node, up) => (!nodeMoved(up) ? [] : node.members.map((row, c) => [model.labels[row], declared[up][c], weights[up][c]])));
    const shown = others.filter(([, then, now]) => Math.abs(then - now) >= 0.0005)
      .map(([label, then, now]) => `${label} ${percent(now)} % (${percent(then)})`);
    put(changes, off ? `By other weights than the published ones: ${shown.join(", ")}.` : "");
  }

  function tell(rank, off) {
    const rose = [], fell = [];
    rank.forEach((now, hub) => {
      const then = model.rank[hub];
      if (now && then && now < then) rose.push(`${model.names[hub]} (${then} \u2192 ${now})`);
      if (now && then && now > then) fell.push(`${model.names[hub]} (${then} \u2192 ${now})`);
    });
    const few = (names) => (names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", "));
    const words = [rose.length ? `Up: ${few(rose)}.` : "", fell.length ? `Down: ${few(fell)}.` : ""].filter(Boolean);
    moves.textContent = !off ? "These are the published weights." : words.join(" ") || "No rank changes.";
    const gone = [];
    model.inner.forEach((node, at) => {
      if (node.reached) node.members.forEach((row, c) => { if (weights[at][c] === 0 && declared[at][c] > 0) gone.push(model.labels[row]); });
    });
    warning.textContent = gone.length ? `Weighs nothing now, and is left out: ${few(gone)}.` : "";
    note.hidden = !off;
    document.body.classList.toggle("moved", off);
  }

  // Taking along ------------------------------------------------------------------------------

  const exact = (x) => String(Number(x.toPrecision(12)));

  function hash() {
    const parts = model.inner.flatMap((node, at) => (!nodeMoved(at) ? [] : node.members.map((row, c) => `${model.ids[row]}:${exact(weights[at][c])}`)));
    return `#w=${parts.join(",")}`;
  }

  const link = () => location.href.split("#")[0] + (isMoved() ? hash() : "");

  function restore() {
    const given = location.hash.match(/^#w=([a-z0-9_:.,e+-]*)$/);
    if (!given) return false;
    const wanted = new Map(given[1].split(",").map((part) => part.split(":")).map(([id, share]) => [id, Number(share)]));
    weights = model.inner.map((node, at) => {
      const w = node.members.map((row) => wanted.get(model.ids[row]));
      const fits = node.reached && w.every((x) => Number.isFinite(x) && x >= 0 && x <= 1);
      const total = fits ? w.reduce((a, b) => a + b, 0) : 0;
      return fits && Math.abs(total - 1) < 1e-3 ? engine.shares(w) : [...declared[at]];
    });
    show();
    return true;
  }

  function toml() {
    const lines = ["[weights]"];
    model.inner.map((node, at) => at).reverse().forEach((at) => {
      if (!model.inner[at].reached) return;
      model.inner[at].members.forEach((row, c) => {
        const w = exact(weights[at][c]);
        lines.push(`${model.ids[row]} = ${/[.e]/.test(w) ? w : `${w}.0`}`);
      });
    });
    return `${lines.join("\n")}\n`;
  }

  async function copy(words, what) {
    try {
      await navigator.clipboard.writeText(words);
      said.textContent = `${what} is in the clipboard.`;
    } catch {
      sheet.open = true;
      text.value = words;
      text.select();
      said.textContent = `${what} stands selected below, to be copied.`;
    }
  }

  addEventListener("beforeprint", () => { rest(); for (const each of document.querySelectorAll("details")) each.open = true; });
  addEventListener("hashchange", restore);
  build();
  if (!restore()) show();
  window.hubscore = { model, engine, weights: () => weights.map((w) => [...w]), scores: () => last.scores,
    points: () => engine.points(model, last.weights, last.scores) };
})();
