/*
 * The run, as RunData.cs writes it. All instants are milliseconds since the run's start.
 *   tasks   id, kind, rule, up (upstream tasks), group, mapped, setup, teardown, doc
 *   rows    t task, i map index, s state, n try number, m max tries, e end, w what happened and why, b row that decided over it,
 *           o positions in the journal [begin, end, begin, end ...] of what the timeline shows, a attempts, l log lines [at, try, level, text], x XComs, c counts, u connections, k callbacks
 *   attempt n try, s state, q scheduled, b begin, e end, z next, x error [type, message, stack],
 *           p stints [begin, end, state, real begin, real duration]
 */
const run = JSON.parse(document.getElementById('run-data').textContent);

const stateOf = row => run.states[row.s];
const nameOf = row => run.tasks[row.t].id + (row.i === undefined ? '' : `[${row.i}]`);

// The state a reader wants to see first stands for a task with many instances.
const severity = ['failed', 'upstream_failed', 'running', 'up_for_retry', 'awaiting_input', 'deferred', 'up_for_reschedule', 'restarting',
  'queued', 'scheduled', 'none', 'success', 'skipped', 'removed'];
const severityOf = new Map(severity.map((state, at) => [state, at]));

run.rows.forEach((row, at) => {
  row.at = at;
  row.a ??= [];
});
run.tasks.forEach((task, at) => {
  task.at = at;
  task.rows = [];
  task.down = [];
});
run.rows.forEach(row => run.tasks[row.t].rows.push(row));
run.tasks.forEach(task => task.up.forEach(up => run.tasks[up].down.push(task.at)));

const worst = rows => rows.reduce((found, row) => severityOf.get(stateOf(row)) < severityOf.get(found) ? stateOf(row) : found, 'removed');

function countStates(rows) {
  const counts = new Map();
  for (const row of rows) counts.set(stateOf(row), (counts.get(stateOf(row)) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => severityOf.get(a) - severityOf.get(b));
}

const stateWords = rows => countStates(rows).map(([state, count]) => `${count.toLocaleString('en')} ${state}`).join(', ');

const firstBegin = row => row.a.length > 0 ? row.a[0].b : row.e;

function bodyTime(row) {
  let sum = 0;
  for (const attempt of row.a) for (const [begin, end] of attempt.p ?? []) sum += (end ?? run.elapsed) - begin;
  return sum;
}

function realTime(row) {
  let sum = null;
  for (const attempt of row.a) for (const stint of attempt.p ?? []) if (stint[4] !== undefined) sum = (sum ?? 0) + stint[4];
  return sum;
}
