/** What is known of one instance: why, attempts, logs, XComs, counts, neighbours. */
function createDetails(element, onOpen, onClose) {
  const mostLinks = 24;
  const mostSteps = 12;

  function show(row) {
    const task = run.tasks[row.t];
    const heading = make('h2', { tabindex: '-1', id: 'details-title' }, icon(stateOf(row)), nameOf(row));
    element.replaceChildren(
      make('button', { type: 'button', class: 'close', onclick: onClose }, 'Close'),
      heading,
      make('p', { class: 'sub' }, facts(row, task)),
      ...section('Why', why(row)),
      ...section('Attempts', row.a.map(attempt => drawAttempt(attempt, row))),
      ...section('Log', log(row)),
      ...section('XComs', (row.x ?? []).map(([key, value]) => make('details', { open: value.length < 2000 ? '' : null },
        make('summary', {}, make('code', {}, key)), make('pre', { tabindex: '0', 'aria-label': `XCom ${key}` }, pretty(value))))),
      ...section('Counts', table(row.c)),
      ...section('Connections asked for', row.u && [make('p', { class: 'mono' }, row.u.join(', '))]),
      ...section('Callbacks', (row.k ?? []).map(([name, error]) => make('p', {}, make('code', {}, name), error ? ` threw ${error}` : ' ran'))),
      ...section('Upstream', neighbours(task.up, row)),
      ...section('Downstream', neighbours(task.down, row)));
    if (task.doc) element.append(...section('Description', [make('p', {}, task.doc)]));
    element.hidden = false;
    element.setAttribute('aria-labelledby', 'details-title');
    return heading;
  }

  function section(title, content) {
    const parts = (content ?? []).filter(Boolean);
    return parts.length === 0 ? [] : [make('h3', {}, title), ...parts];
  }

  function facts(row, task) {
    const facts = [stateOf(row), task.kind, `rule ${task.rule}`];
    if (task.setup) facts.push('setup');
    if (task.teardown) facts.push('teardown');
    if (task.group !== undefined) facts.push(`in ${run.groups[task.group].id}`);
    const begin = firstBegin(row);
    if (begin !== undefined) facts.push(row.a.length > 0 ? `began at +${duration(begin)}` : `decided at +${duration(begin)}`);
    if (row.e !== undefined && row.a.length > 0) facts.push(`ended at +${duration(row.e)}`);
    return facts.join(' · ');
  }

  function why(row) {
    const steps = [];
    const seen = new Set();
    let at = row;
    while (at && !seen.has(at)) {
      seen.add(at);
      steps.push(at);
      at = run.rows[at.b];
    }
    if (steps.length === 1) return [make('p', {}, sentence(row))];
    const shown = steps.length <= mostSteps ? steps : [...steps.slice(0, mostSteps - 2), null, steps.at(-1)];
    return [make('ol', {}, ...shown.map((step, index) => make('li', {}, step === null
      ? `… and so on through ${plural(steps.length - mostSteps + 1, 'more task')} …`
      : index === 0 ? sentence(step) : linked(step))))];
  }

  function linked(row) {
    return make('span', {}, make('a', { href: link(row) }, nameOf(row)), ': ', sentence(row));
  }

  function sentence(row) {
    if (row.w) return row.w;
    const upstream = run.tasks[row.t].up.length;
    return `'${nameOf(row)}' succeeded in its first try. ${upstream === 0 ? 'It waits for no other task.' : `Its rule ${run.tasks[row.t].rule} was met.`}`;
  }

  function drawAttempt(attempt, row) {
    const state = run.states[attempt.s];
    const length = attempt.e === undefined ? '' : `, ${duration(attempt.e - attempt.b)}`;
    const real = (attempt.p ?? []).some(stint => stint[4] !== undefined)
      ? `, really ${duration(attempt.p.reduce((sum, stint) => sum + (stint[4] ?? 0), 0))}` : '';
    const lines = [];
    if (attempt.q !== undefined) lines.push(make('p', { class: 'sub' }, `Scheduled at +${duration(attempt.q)}, waited ${duration(attempt.b - attempt.q)} for a slot.`));
    if ((attempt.p ?? []).length > 1) {
      lines.push(make('ol', {}, ...attempt.p.slice(0, 50).map(([begin, end, stint]) =>
        make('li', {}, `+${duration(begin)}${end === null ? '' : ` to +${duration(end)}`}: ${run.states[stint]}`))));
    }
    if (attempt.x) {
      const [type, message, stack] = attempt.x;
      lines.push(make('p', {}, make('strong', {}, type)), make('pre', { tabindex: '0', 'aria-label': 'Error' }, stack ? `${message}\n\n${stack}` : message));
    }
    if (attempt.z !== undefined) lines.push(make('p', { class: 'sub' }, `May run again at +${duration(attempt.z)}.`));
    const isLast = attempt === row.a.at(-1);
    return make('details', { class: `attempt s-${state}`, open: isLast || attempt.x ? '' : null },
      make('summary', {}, icon(state), ` Try ${attempt.n}: ${state}, at +${duration(attempt.b)}${length}${real}`), ...lines);
  }

  function log(row) {
    if (!row.l) return [];
    const lines = row.l.map(([at, attempt, level, text]) => make('div', { class: level },
      make('span', { class: 'level' }, `+${duration(at)} ${row.a.length > 1 ? `try ${attempt} ` : ''}${level.toUpperCase()} `), text));
    const lost = row.lost ? [make('p', { class: 'sub' }, `${plural(row.lost, 'earlier line')} in the journal.`)] : [];
    return [...lost, make('pre', { class: 'log', tabindex: '0', 'aria-label': 'Log lines' }, ...lines)];
  }

  function table(pairs) {
    if (!pairs) return [];
    return [make('table', {}, make('tbody', {}, ...pairs.map(([name, value]) =>
      make('tr', {}, make('th', { scope: 'row' }, make('code', {}, name)), make('td', { class: 'number' }, value)))))];
  }

  function pretty(text) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      return text;
    }
  }

  function neighbours(tasks, row) {
    if (tasks.length === 0) return [];
    const buttons = tasks.slice(0, mostLinks).map(at => {
      const rows = run.tasks[at].rows;
      const target = rows.find(other => other.i === row.i) ?? rows.find(other => stateOf(other) === worst(rows));
      if (!target) return null;
      return make('button', { type: 'button', onclick: () => onOpen(target) }, icon(worst(rows)), `${run.tasks[at].id}${rows.length > 1 ? ` ×${rows.length}` : ''}`);
    });
    const more = tasks.length > mostLinks ? [make('span', { class: 'sub' }, `and ${tasks.length - mostLinks} more`)] : [];
    return [make('div', { class: 'links' }, ...buttons.filter(Boolean), ...more)];
  }

  return {
    show,
    hide() {
      element.hidden = true;
      element.replaceChildren();
    },
  };
}

const link = row => `#task=${encodeURIComponent(run.tasks[row.t].id)}&index=${row.i ?? -1}`;
