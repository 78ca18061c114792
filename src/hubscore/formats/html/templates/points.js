// Where the points come from, listed anew, and drawn as charts/stack.py draws them.
const contributions = (() => {
  const ROW = 44, BAR = 20, TOP = 18, NARROWEST = 0.09, TINTS = 4, DESCRIBED = 12, LONGEST = 40;
  const table = document.querySelector("table[data-live=contributions]");
  const title = document.getElementById("chart-contributions-title");
  if (!table || !title) return null;
  const chart = title.parentNode, body = table.tBodies[0];
  const published = { drawn: [...chart.children], rows: [...body.rows] };
  const desc = document.createElementNS(chart.namespaceURI, "desc");
  desc.id = title.nextElementSibling.id;
  const labels = [...table.tHead.rows[0].cells].slice(1, -1).map((cell) => cell.textContent);

  function made(name, words, attributes) {
    const element = document.createElementNS(chart.namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = words;
    return element;
  }

  // A name as far as there is room, where the wide characters of East Asia take two cells.
  function cut(name) {
    const ends = [];
    let cells = 0;
    for (const character of name) ends.push((cells += character >= "\u1100" && character !== "\u2026" ? 2 : 1));
    return cells <= LONGEST ? name : `${[...name].filter((_, at) => ends[at] < LONGEST).join("").trimEnd()}\u2026`;
  }

  const percent = (share) => `${Math.round(1e4 * share) / 100}%`;
  const oneSide = (points, sign) => points.reduce((total, x) => total + (x * sign > 0 ? x : 0), 0);

  // The bars of one hub: end to end, what is below 0 on the left of the zero.
  function bars({ points, words }, top, below, width) {
    let right = -below, left = -below;
    return points.flatMap((part, at) => {
      if (!part) return [];
      const share = Math.abs(part) / width, start = (part > 0 ? right : left + part) / width;
      if (part > 0) right += part; else left += part;
      const tint = at % TINTS;
      const bar = made("rect", "", { x: percent(start), y: top + TOP, width: percent(share), height: BAR, class: `s${tint}` });
      if (share < NARROWEST) return [bar];
      return [bar, made("text", words[at], { x: percent(start + share / 2), y: top + TOP + BAR - 6, "text-anchor": "middle", class: `on${tint}` })];
    });
  }

  function draw(hubs, most) {
    const below = Math.min(0, ...hubs.map((hub) => oneSide(hub.points, -1)));
    const width = (most === null ? Math.max(0, ...hubs.map((hub) => oneSide(hub.points, 1))) : most) - below || 1;
    const inside = hubs.flatMap((hub, at) => [
      made("text", cut(hub.name), { x: 0, y: at * ROW + TOP - 5 }), ...bars(hub, at * ROW, below, width),
    ]);
    const zero = percent(-below / width);
    if (below < 0) inside.push(made("line", "", { class: "zero", x1: zero, x2: zero, y1: 0, y2: hubs.length * ROW }));
    const told = hubs.slice(0, DESCRIBED).map(({ name, words }) => `${name}: ${labels.map((label, c) => `${label} ${words[c]}`).join(", ")}`);
    if (hubs.length > DESCRIBED) told.push(`and ${hubs.length - DESCRIBED} more`);
    desc.textContent = told.join("; ");
    chart.setAttribute("height", Math.max(1, hubs.length * ROW));
    chart.replaceChildren(title, desc, ...inside);
  }

  function list(hubs) {
    body.replaceChildren(...hubs.map(({ name, words, score }) => {
      const row = document.createElement("tr"), head = document.createElement("th");
      head.scope = "row";
      head.textContent = name;
      row.append(head);
      for (const word of [...words, score]) row.insertCell().textContent = word;
      return row;
    }));
  }

  // `hubs`: each with its name, points (0 for none), words and score, in the order in which they stand.
  const show = (hubs, most) => { draw(hubs, most); list(hubs); };

  const reset = () => {
    chart.replaceChildren(...published.drawn);
    chart.setAttribute("height", Math.max(1, published.rows.length * ROW));
    body.replaceChildren(...published.rows);
  };

  return { show, reset };
})();
