"use strict";
// Scores and ranks under other weights, as the program works them out: the order of steps, the
// tolerances and the names are those of methods/ and line/nodes.py. Numbers in, numbers out.
const engine = (() => {
  const HALF = 1e-12, NOISE = 1e-12, SMALL_POWER = 0.1, NO_POWER = 1e-30, TIED = 1e-9, LIGHTEST = 1e-6;
  const COVERAGE_TOLERANCE = 1e-12, COVERAGE_DECIMALS = 12;

  const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);

  // As numpy.round: halves go to the even neighbour.
  function rounded(x, digits) {
    const scale = 10 ** Math.abs(digits);
    const up = digits < 0 ? x / scale : x * scale;
    const floor = Math.floor(up);
    const rest = up - floor;
    const whole = rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1;
    return (digits < 0 ? whole * scale : whole / scale) + 0;
  }

  // The weighted mean of what is there; NaN where nothing with a weight is.
  function mean(s, w) {
    let total = 0, weight = 0;
    for (let c = 0; c < s.length; c++) {
      if (!Number.isNaN(s[c])) { total += w[c] * s[c]; weight += w[c]; }
    }
    return weight > 0 ? total / weight : NaN;
  }

  const weighed = (s, w) => s.map((x, c) => (w[c] > 0 ? x : NaN));

  function quasi(s, w, there, back) {
    const counted = weighed(s, w).map((x) => x + 0);
    if (counted.some((x) => x < 0)) return NaN;
    return back(mean(counted.map(there), w));
  }

  const geometric = (s, w) => quasi(s, w, Math.log, Math.exp);

  function power(s, w, p) {
    if (Math.abs(p) < NO_POWER) return geometric(s, w);
    if (p === 1) return mean(s, w);
    const counted = weighed(s, w);
    const above = counted.filter((x) => x > 0);
    const small = Math.abs(p) < SMALL_POWER;
    const unit = above.length === 0 ? 1 : p > 0 || small ? Math.max(...above) : Math.min(...above);
    if (!small) return unit * quasi(counted.map((x) => x / unit), w, (x) => x ** p, (m) => m ** (1 / p));
    const log = Math.log(unit);
    const back = (m) => Math.exp(Math.log1p(Math.max(m, -1)) / p);
    return unit * quasi(counted, w, (x) => Math.expm1(p * (Math.log(x) - log)), back);
  }

  function minimum(s, w) {
    const there = weighed(s, w).filter((x) => !Number.isNaN(x));
    return there.length ? Math.min(...there) : NaN;
  }

  // Positions of the children by score; those without one come last.
  function order(s, falling) {
    const key = (c) => (Number.isNaN(s[c]) ? Infinity : falling ? -s[c] : s[c]);
    return [...s.keys()].sort((a, b) => {
      const x = key(a), y = key(b);
      return x < y ? -1 : x > y ? 1 : a - b;
    });
  }

  // The cumulated weight of the children in an order, as shares.
  function passed(s, w, places) {
    let total = 0;
    const cumulated = places.map((c) => (total += Number.isNaN(s[c]) ? 0 : w[c]));
    return total > 0 ? cumulated.map((x) => x / total) : null;
  }

  function median(s, w) {
    const places = order(s, false);
    const share = passed(s, w, places);
    if (share === null) return NaN;
    const low = s[places[share.findIndex((x) => x >= 0.5 - HALF)]];
    const high = s[places[share.findIndex((x) => x > 0.5 + HALF)]];
    return low + (high - low) / 2;
  }

  function owa(all, w, parameter) {
    const s = weighed(all, w);
    const places = order(s, true);
    const share = passed(s, w, places);
    if (share === null || Number.isNaN(s[places[0]])) return NaN;
    const n = parameter.length, whole = sum(parameter);
    const due = [0];
    for (const each of parameter) due.push(due[due.length - 1] + each);
    const grown = share.map((x) => {
      const at = Math.min(n - 1, Math.floor(x * n));
      return (due[at] + (due[at + 1] - due[at]) * (x * n - at)) / whole;
    });
    return sum(places.map((c, at) => (Number.isNaN(s[c]) ? 0 : s[c] * (grown[at] - (at ? grown[at - 1] : 0)))));
  }

  function mazziottaPareto(s, w, parameter) {
    const m = mean(s, w);
    if (!(m > 0)) return NaN;
    const penalty = mean(s.map((x) => (x - m) ** 2), w) / m;
    return parameter === "positive" ? m + penalty : m - penalty;
  }

  function meanMin(s, w, [alpha, beta]) {
    const m = mean(s, w), away = m - minimum(s, w);
    const root = Math.hypot(away, beta) + beta;
    return m - alpha * away * away / (root > 0 ? root : 1);
  }

  const MEANS = {
    arithmetic: mean,
    geometric,
    harmonic: (s, w) => power(s, w, -1),
    power: (s, w, p) => power(s, w, p === null ? 0.5 : p),
    minimum,
    median,
    owa,
    mazziotta_pareto: mazziottaPareto,
    mazziotta_pareto_adjusted: mazziottaPareto,
    mean_min: meanMin,
  };

  // The share of its duels that each hub wins; columns of children by hub.
  function copeland(columns, w) {
    const counted = columns.map((s) => weighed(s, w));
    const there = counted.map((s) => s.some((x) => !Number.isNaN(x)));
    const rivals = there.filter(Boolean).length - 1;
    const slack = NOISE * sum(w);
    const balance = new Array(columns.length).fill(0);
    for (let a = 0; a < columns.length; a++) {
      for (let b = a + 1; b < columns.length; b++) {
        let votes = 0;
        for (let c = 0; c < w.length; c++) {
          const away = counted[a][c] - counted[b][c];
          if (away > TIED) votes += w[c];
          else if (away < -TIED) votes -= w[c];
        }
        const outcome = votes > slack ? 1 : votes < -slack ? -1 : 0;
        balance[a] += outcome;
        balance[b] -= outcome;
      }
    }
    return there.map((is, hub) => (!is ? NaN : rivals > 0 ? (balance[hub] + rivals) / (2 * rivals) : 0.5));
  }

  // The score of a node for every hub, on the scale; `columns`: the scores of its children by hub.
  function averaged(node, columns, w, [low, high]) {
    const all = (s) => (node.how === "copeland" ? copeland(s, w) : s.map((x) => MEANS[node.how](x, w, node.parameter)));
    if (node.reads !== null) {
      const [from, to] = node.reads;
      const step = (to - from) / (high - low);
      return all(columns.map((s) => s.map((x) => from + step * (x - low)))).map((x) => low + (x - from) / step);
    }
    if (node.floor === 0) return all(columns);
    const f = node.floor, lift = low + f * (high - low);
    return all(columns.map((s) => s.map((x) => lift + (1 - f) * (x - low)))).map((x, hub) => {
      const there = columns[hub].filter((each) => !Number.isNaN(each));
      const result = low + (x - lift) / (1 - f);
      return Number.isNaN(result) ? NaN : Math.min(Math.max(...there), Math.max(Math.min(...there), result));
    });
  }

  // Whether enough children of one hub are scored.
  function enough(node, s, w, applies) {
    let have = 0, due = 0, missing = 0;
    for (let c = 0; c < w.length; c++) {
      const there = !Number.isNaN(s[c]);
      if (there) have += w[c];
      if (applies === null || applies[c]) {
        due += w[c];
        if (!there && w[c] > 0) missing++;
      }
    }
    const share = have / (due > 0 ? due : 1);
    const near = rounded(share, COVERAGE_DECIMALS);
    const covered = near > 0 ? near : share;
    if (!(covered > 0)) return false;
    return node.most === null ? covered >= node.least - COVERAGE_TOLERANCE : missing <= node.most;
  }

  // Where nodes apply, by row and hub; null for everywhere.
  function applied(model, weights) {
    if (model.applies === null) return null;
    const rows = model.applies.map((row) => row.map(Boolean));
    model.inner.forEach((node, at) => {
      rows.push(model.hubs.map((_, hub) => node.members.some((row, c) => weights[at][c] > 0 && rows[row][hub])));
    });
    return rows;
  }

  // The share of each indicator in the index.
  function passedDown(model, weights) {
    const leaves = model.leaves.length;
    const share = new Array(model.ids.length).fill(0);
    share[share.length - 1] = 1;
    for (let at = model.inner.length - 1; at >= 0; at--) {
      model.inner[at].members.forEach((row, c) => { share[row] += share[leaves + at] * weights[at][c]; });
    }
    return share.slice(0, leaves);
  }

  // What a node averages of one hub.
  function column(model, node, rows, due, hub) {
    const fills = (row) => node.worst && Number.isNaN(rows[row][hub]) && (due === null || due[row][hub]);
    return node.members.map((row) => (fills(row) ? model.scale[0] : rows[row][hub]));
  }

  // Scores of all nodes by row and hub. `weights`: those of each inner node's members, sum 1.
  // `last`: weights and scores of the time before; what has the same arrays below it is as it was.
  function scores(model, weights, last = null) {
    const hubs = model.hubs.length;
    const fresh = new Set();
    const rows = last !== null ? last.scores.slice(0, model.leaves.length) : model.leaves.map((row) => row.map((x) => (x === null ? NaN : x)));
    const due = applied(model, weights);
    const share = passedDown(model, weights);
    const known = model.hubs.map((_, hub) => model.known.some((row, leaf) => share[leaf] > 0 && row[hub] === "1"));
    model.inner.forEach((node, at) => {
      const w = weights[at], isRoot = at === model.inner.length - 1;
      if (last !== null && !isRoot && last.weights[at] === w && !node.members.some((row) => fresh.has(row))) {
        rows.push(last.scores[rows.length]);
        return;
      }
      fresh.add(rows.length);
      const columns = [], passes = [];
      for (let hub = 0; hub < hubs; hub++) {
        const applies = due === null ? null : node.members.map((row) => due[row][hub]);
        const s = column(model, node, rows, due, hub);
        const pass = enough(node, s, w, applies) && (!isRoot || known[hub]);
        passes.push(pass);
        columns.push(node.relative && !pass ? s.map(() => NaN) : s);
      }
      const result = averaged(node, columns, w, model.scale);
      rows.push(result.map((x, hub) => (!passes[hub] ? NaN : node.digits === null ? x : rounded(x, node.digits))));
    });
    return rows;
  }

  // The points that each of `model.points` has in the index of every hub, where those are weight times
  // score; a pillar that the index skips has those of its indicators. Null for a hub without an index.
  function points(model, weights, rows) {
    const root = model.inner.length - 1, node = model.inner[root];
    const due = applied(model, weights);
    return model.hubs.map((_, hub) => {
      const total = rows[rows.length - 1][hub];
      if (Number.isNaN(total)) return null;
      const s = column(model, node, rows, due, hub);
      const w = shares(weights[root].map((x, c) => (Number.isNaN(s[c]) ? 0 : x)));
      const split = s.map((x, c) => (Number.isNaN(x) ? 0 : w[c] * x));
      const over = total - sum(split), size = sum(split.map(Math.abs));
      const part = new Map(node.members.map((row, c) => [row, split[c] + over * (size > 0 ? Math.abs(split[c]) / size : w[c])]));
      const counted = new Map(node.members.map((row, c) => [row, !Number.isNaN(s[c])]));
      return model.points.map((top) => {
        const below = part.has(top) ? [top] : leavesOf(model, top);
        const had = below.filter((row) => counted.get(row));
        return had.length ? sum(had.map((row) => part.get(row))) : NaN;
      });
    });
  }

  function leavesOf(model, row) {
    const at = row - model.leaves.length;
    return at < 0 ? [row] : model.inner[at].members.flatMap((below) => leavesOf(model, below));
  }

  // Ranks, 1 is best, 0 for none: a tie group holds all within the tolerance of its first member.
  function ranks(model, index) {
    const listed = [...index.keys()].filter((hub) => model.ranked[hub] && !Number.isNaN(index[hub]));
    listed.sort((a, b) => index[b] - index[a] || a - b);
    const result = new Array(index.length).fill(0);
    let first = Infinity, rank = 0;
    listed.forEach((hub, at) => {
      if (!(first - index[hub] <= model.tolerance)) {
        first = index[hub];
        rank = model.dense ? rank + 1 : at + 1;
      }
      result[hub] = rank;
    });
    return result;
  }

  // Other shares of one node's members: `at` gets `share`, the others keep their proportions, and
  // where they have none left those of `declared`.
  function withShare(w, at, share, declared) {
    let others = w.map((x, c) => (c === at ? 0 : x));
    if (!(sum(others) > 0)) others = declared.map((x, c) => (c === at ? 0 : x));
    const whole = sum(others);
    if (!(whole > 0)) return w.map((_, c) => (c === at ? 1 : 0));
    const rest = others.map((x) => (x / whole) * (1 - share)).map((x) => (x >= LIGHTEST ? x : 0));
    const set = share >= LIGHTEST ? share : 0;
    return rest.map((x, c) => (c === at ? set : x));
  }

  const shares = (w) => w.map((x) => x / sum(w));

  return { scores, points, ranks, withShare, shares };
})();
