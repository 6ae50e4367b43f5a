/** The timeline: one row an instance, of mapped tasks one row that opens. Only the rows in sight are in the document. */
function createGrid(element, onOpen) {
  const rowHeight = 26;
  const headHeight = 30;
  const margin = 8;
  const body = make('div', { class: 'body', role: 'rowgroup' });
  const axis = make('div', { class: 'track axis', 'aria-hidden': 'true' });
  element.append(
    make('div', { class: 'row head', role: 'row', 'aria-rowindex': '1' },
      make('div', { role: 'columnheader' }, 'State'), make('div', { role: 'columnheader' }, 'Task'),
      make('div', { role: 'columnheader', class: 'right', title: 'Try, of how many' }, 'Try'),
      make('div', { role: 'columnheader', class: 'right', title: 'Time in the body, all tries' }, 'Body'),
      make('div', { role: 'columnheader' }, make('span', { class: 'visually-hidden' }, 'Timeline'), axis)),
    body);

  const open = new Set();
  let items = [];
  let matches = () => true;
  let filtered = false;
  let scale = null;
  let parts = null;
  let active = 0;
  let selected = null;
  let everything = false;

  function rebuild(keep) {
    items = [];
    let count = 0;
    for (const task of run.tasks) {
      const rows = task.rows.filter(matches);
      count += rows.length;
      if (rows.length === 0) continue;
      if (task.rows.length === 1) {
        items.push({ row: rows[0] });
        continue;
      }
      const isOpen = open.has(task.at) || (filtered && rows.length <= 20);
      items.push({ task, rows, isOpen });
      if (isOpen) rows.forEach(row => items.push({ row, child: true }));
    }
    active = Math.max(0, keep ? items.findIndex(keep) : 0);
    place(body, { height: `${Math.max(items.length, 2) * rowHeight}px` });
    element.setAttribute('aria-rowcount', items.length + 1);
    draw();
    return count;
  }

  function draw() {
    const first = everything ? 0 : Math.max(0, Math.floor(element.scrollTop / rowHeight) - margin);
    const last = everything ? items.length : Math.min(items.length, Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + margin);
    body.replaceChildren();
    if (items.length === 0) body.append(make('div', { role: 'row' }, make('div', { role: 'gridcell', class: 'empty' }, 'No task instance is like that.')));
    for (let at = first; at < last; at++) body.append(drawRow(items[at], at));
    if (items[active] && active >= first && active < last) element.setAttribute('aria-activedescendant', `row-${active}`);
    else element.removeAttribute('aria-activedescendant');
  }

  function drawRow(item, at) {
    const state = item.row ? stateOf(item.row) : worst(item.rows);
    const isSelected = item.row !== undefined && item.row === selected;
    const element = make('div', {
      class: `row s-${state}${item.child ? ' child' : ''}${at === active ? ' active' : ''}${isSelected ? ' selected' : ''}`,
      role: 'row', id: `row-${at}`, 'aria-rowindex': at + 2, 'aria-level': item.child ? 2 : 1, 'aria-selected': String(isSelected),
      'aria-expanded': item.task ? String(item.isOpen) : null,
    },
    make('div', { role: 'gridcell', class: 'state' }, icon(state), make('span', {}, state)),
    make('div', { role: 'gridcell', class: 'name', title: item.row ? nameOf(item.row) : `${item.task.id}: ${stateWords(item.rows)}` }, ...name(item)),
    make('div', { role: 'gridcell', class: 'right' }, tries(item)),
    make('div', { role: 'gridcell', class: 'right' }, item.row ? bodyText(item.row) : ''),
    make('div', { role: 'gridcell' }, track(item)));
    return place(element, { transform: `translateY(${at * rowHeight}px)` });
  }

  const name = item => item.row
    ? [nameOf(item.row)]
    : [make('span', { class: 'toggle', 'aria-hidden': 'true' }, item.isOpen ? '▾' : '▸'), item.task.id, make('span', { class: 'count' }, ` ×${item.rows.length.toLocaleString('en')}`)];

  const tries = item => !item.row || item.row.n === undefined ? '' : item.row.m === undefined ? String(item.row.n) : `${item.row.n}/${item.row.m + 1}`;

  function bodyText(row) {
    if (row.a.length === 0) return '';
    const time = parts === realParts ? realTime(row) : bodyTime(row);
    return time === null ? '' : duration(time);
  }

  function track(item) {
    const holder = make('div', { class: 'track' });
    if (item.row) {
      for (const part of parts(item.row)) holder.append(drawPart(part));
      return holder;
    }
    const all = item.extent ??= extent(item.rows);
    if (all) holder.append(place(make('div', { class: `extent s-${worst(item.rows)}` }), span(all.from, all.to)));
    for (const row of item.rows.filter(row => stateOf(row) === 'failed').slice(0, 40)) {
      const part = parts(row).at(-1);
      if (part) holder.append(drawPart({ kind: 'tick', from: part.to, to: part.to, state: 'failed' }));
    }
    return holder;
  }

  function extent(rows) {
    let from = Infinity;
    let to = -Infinity;
    for (const row of rows) {
      for (const part of parts(row)) {
        from = Math.min(from, part.from);
        to = Math.max(to, part.to);
      }
    }
    return to >= from ? { from, to } : null;
  }

  function drawPart(part) {
    if (part.kind === 'tick') {
      const tick = makeSvg('svg', { class: `tick s-${part.state}`, 'aria-hidden': 'true' }, makeSvg('use', { href: `#shape-${part.state}` }));
      return place(tick, { left: `${scale.position(part.from) * 100}%` });
    }
    const title = part.kind === 'bar' ? `${part.state}: ${duration(part.begins ?? part.from)} to ${duration(part.ends ?? part.to)}` : null;
    return place(make('div', { class: `${part.kind}${part.state ? ` s-${part.state}` : ''}`, title }), span(part.from, part.to));
  }

  function span(from, to) {
    const left = scale.position(from);
    return { left: `${left * 100}%`, width: `${(scale.position(to) - left) * 100}%` };
  }

  function moveTo(at) {
    if (items.length === 0) return;
    active = Math.min(items.length - 1, Math.max(0, at));
    const top = active * rowHeight;
    const sight = element.clientHeight - headHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + sight) element.scrollTop = top + rowHeight - sight;
    draw();
  }

  function toggle(item, wanted) {
    if (!item?.task || item.isOpen === wanted) return;
    if (item.isOpen) open.delete(item.task.at);
    else open.add(item.task.at);
    rebuild(other => other.task === item.task);
  }

  function enter(item) {
    if (!item) return;
    if (item.row) onOpen(item.row);
    else toggle(item, !item.isOpen);
  }

  const page = () => Math.max(1, Math.floor(element.clientHeight / rowHeight) - 2);
  const keys = {
    ArrowDown: () => moveTo(active + 1),
    ArrowUp: () => moveTo(active - 1),
    PageDown: () => moveTo(active + page()),
    PageUp: () => moveTo(active - page()),
    Home: () => moveTo(0),
    End: () => moveTo(items.length - 1),
    ArrowRight: () => toggle(items[active], true),
    ArrowLeft: () => items[active]?.child ? moveTo(items.findLastIndex((item, at) => at < active && item.task)) : toggle(items[active], false),
    Enter: () => enter(items[active]),
    ' ': () => enter(items[active]),
  };

  element.addEventListener('keydown', event => {
    const action = keys[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  });
  body.addEventListener('click', event => {
    const at = Number(event.target.closest('.row')?.id?.slice(4));
    if (!items[at]) return;
    active = at;
    draw();
    enter(items[at]);
  });
  let waiting = false;
  element.addEventListener('scroll', () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  });
  new ResizeObserver(() => draw()).observe(element);

  return {
    filter(predicate, isFiltered) {
      matches = predicate;
      filtered = isFiltered;
      element.scrollTop = 0;
      return rebuild();
    },
    scale(chosen) {
      scale = chosen.create();
      parts = chosen.parts;
      items.forEach(item => delete item.extent);
      axis.replaceChildren(...scale.ticks.map(([at, text]) => place(make('span', { class: at > .97 ? 'last' : null }, text), { left: `${at * 100}%` })));
      if (items.length > 0) draw();
    },
    select(row, reveal) {
      selected = row;
      if (row && reveal) {
        const task = run.tasks[row.t];
        if (task.rows.length > 1 && !items.some(item => item.row === row)) {
          open.add(task.at);
          rebuild();
        }
        const at = items.findIndex(item => item.row === row);
        if (at >= 0) moveTo(at);
      }
      draw();
    },
    showAll(most) {
      everything = items.length <= most;
      draw();
    },
    showSome() {
      everything = false;
      draw();
    },
    focus: () => element.focus(),
  };
}
