/** Where an instant lies on the track, from 0 to 1, and what to write on the axis. */
const steps = [1e-3, 1e-2, .1, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 15e3, 30e3, 6e4, 12e4, 3e5, 9e5, 18e5, 36e5, 72e5, 216e5, 432e5,
  864e5, 1728e5, 6048e5, 2592e6, 7776e6, 31536e6, 315360e6];

function timeScale(end) {
  if (end === 0) return { position: () => 0, ticks: [[0, '0s']] };
  const length = end;
  const step = steps.find(size => length / size <= 6) ?? length;
  const ticks = [];
  for (let at = 0; at <= length * 1.0001; at += step) ticks.push([at / length, duration(at)]);
  return { position: at => Math.min(1, Math.max(0, at / length)), ticks };
}

/** One step for each begin and end, in the order of the journal: long waits and instants that coincide stay readable. */
function orderScale() {
  const instants = new Map();
  for (const row of run.rows) {
    for (const part of orderParts(row)) instants.set(part.from, part.begins).set(part.to, part.ends);
  }
  const sorted = [...instants].sort(([a], [b]) => a - b);
  const rank = new Map(sorted.map(([at], index) => [at, index]));
  const last = Math.max(1, sorted.length - 1);
  const ticks = [];
  const step = Math.max(1, Math.ceil(sorted.length / 6));
  for (let at = 0; at < sorted.length; at += step) ticks.push([at / last, run.elapsed > 0 ? duration(sorted[at][1]) : `#${at + 1}`]);
  return { position: at => (rank.get(at) ?? 0) / last, ticks };
}

/** Each scale draws the same parts: bars of [from, to, state], waits of [from, to, state] and points of [at, state]. */
const scales = {
  virtual: {
    label: 'Virtual',
    create: () => timeScale(Math.max(run.elapsed, latest())),
    parts: virtualParts,
  },
  order: {
    label: 'Event order',
    create: orderScale,
    parts: orderParts,
  },
  real: {
    label: 'Real',
    available: run.timings,
    create: () => timeScale(Math.max(...[0].concat(run.rows.map(row => realParts(row).reduce((end, part) => Math.max(end, part.to), 0))))),
    parts: realParts,
  },
};

function latest() {
  let end = 0;
  for (const row of run.rows) end = Math.max(end, row.e ?? 0, ...row.a.map(attempt => attempt.e ?? attempt.b));
  return end;
}

function virtualParts(row) {
  const parts = [];
  for (const attempt of row.a) {
    if (attempt.q !== undefined) parts.push({ kind: 'queue', from: attempt.q, to: attempt.b });
    let before = null;
    for (const [begin, end, state] of attempt.p ?? []) {
      if (before !== null) parts.push({ kind: 'wait', from: before.end, to: begin, state: before.state });
      parts.push({ kind: 'bar', from: begin, to: end ?? run.elapsed, state: run.states[state] });
      before = { end: end ?? begin, state: run.states[state] };
    }
    if (!attempt.p) parts.push({ kind: 'tick', from: attempt.b, to: attempt.b, state: run.states[attempt.s] });
    if (attempt.z !== undefined && attempt.e !== undefined) parts.push({ kind: 'wait', from: attempt.e, to: Math.min(attempt.z, latestOf(row)), state: 'up_for_retry' });
  }
  if (row.a.length === 0 && row.e !== undefined) parts.push({ kind: 'tick', from: row.e, to: row.e, state: stateOf(row) });
  return parts.filter(part => part.to >= part.from);
}

function orderParts(row) {
  return virtualParts(row).filter(part => part.kind === 'bar' || part.kind === 'tick').slice(0, Math.ceil(row.o.length / 2)).map((part, at) =>
    ({ kind: part.kind, state: part.state, from: row.o[2 * at], to: row.o[2 * at + 1] ?? row.o[2 * at], begins: part.from, ends: part.to }));
}

const latestOf = row => row.a.length > 0 && row.a.at(-1).b !== undefined ? Math.max(row.a.at(-1).b, row.e ?? run.elapsed) : run.elapsed;

function realParts(row) {
  const parts = [];
  for (const attempt of row.a) {
    for (const [, , state, begin, length] of attempt.p ?? []) {
      if (begin !== undefined) parts.push({ kind: 'bar', from: begin, to: begin + length, state: run.states[state] });
    }
  }
  return parts;
}
