/** The graph of tasks. Groups close into one node; of a graph too large to read, the part around one task is shown. */
function createGraph(element, groupControls, note, onOpen) {
  const mostNodes = 160;
  const mostGroupButtons = 24;
  const smallest = .7;
  const closed = new Set(run.tasks.length > 60 ? run.groups.map((_, at) => at).filter(at => run.groups[at].parent === undefined) : []);
  let centre = run.tasks.find(task => task.rows.some(row => stateOf(row) === 'failed')) ?? run.tasks[0];
  let selected = null;
  let nodes = new Map();
  let links = [];
  let focusable = null;

  /** The outermost closed group that a task lies in. */
  function closedGroupOf(task) {
    let found;
    for (let at = task.group; at !== undefined; at = run.groups[at].parent) if (closed.has(at)) found = at;
    return found;
  }

  function keyOf(task) {
    const group = closedGroupOf(task);
    return group === undefined ? task.at : `g${group}`;
  }

  function collect() {
    const all = new Map();
    for (const task of run.tasks) {
      const key = keyOf(task);
      if (!all.has(key)) all.set(key, { key, tasks: [], rows: [], up: new Set(), down: new Set() });
      const node = all.get(key);
      node.tasks.push(task);
      node.rows.push(...task.rows.length > 1000 ? task.rows.slice() : task.rows);
    }
    for (const task of run.tasks) {
      const to = keyOf(task);
      for (const up of task.up) {
        const from = keyOf(run.tasks[up]);
        if (from === to) continue;
        all.get(to).up.add(from);
        all.get(from).down.add(to);
      }
    }
    return all;
  }

  function around(all, key) {
    const kept = new Set([key]);
    let ring = [key];
    while (ring.length > 0 && kept.size < mostNodes) {
      const next = [];
      for (const at of ring) {
        for (const other of [...all.get(at).up, ...all.get(at).down]) {
          if (kept.size >= mostNodes || kept.has(other)) continue;
          kept.add(other);
          next.push(other);
        }
      }
      ring = next;
    }
    return kept;
  }

  function draw() {
    const all = collect();
    const kept = all.size <= mostNodes || !centre ? new Set(all.keys()) : around(all, keyOf(centre));
    note.textContent = kept.size === all.size ? '' : `${kept.size} of ${plural(all.size, 'node')}, those around ${centre.id}`;
    nodes = new Map([...all].filter(([key]) => kept.has(key)));
    const edges = [];
    for (const [key, node] of nodes) for (const up of node.up) if (kept.has(up)) edges.push([up, key]);
    const laidOut = layOut([...nodes.keys()], edges);
    links = laidOut.links;
    for (const [key, cell] of laidOut.positions) nodes.get(key).cell = cell;
    paint(laidOut);
    drawGroupControls();
  }

  function paint({ columns }) {
    if (nodes.size === 0) {
      element.replaceChildren(make('p', { class: 'empty' }, 'The Dag has no tasks.'));
      return;
    }
    const width = columns.length * (nodeSize.width + nodeSize.gapX) - nodeSize.gapX + 12;
    const height = Math.max(nodeSize.height, ...columns.flat().map(cell => cell.y + nodeSize.height / 2)) + 12;
    const drawing = makeSvg('svg', { class: 'drawing', width, height, viewBox: `-4 -4 ${width} ${height}`, role: 'presentation' });
    place(drawing, { minWidth: `${width * smallest}px` });
    for (const link of links) {
      link.element = makeSvg('path', { class: 'edge', d: curve(link.path) });
      drawing.append(link.element);
    }
    for (const node of [...nodes.values()].sort((a, b) => a.cell.column - b.cell.column || a.cell.y - b.cell.y)) drawing.append(paintNode(node));
    element.replaceChildren(drawing);
    focusOn(nodes.get(selected && keyOf(selected)) ?? nodes.values().next().value, false);
    light();
  }

  function curve(path) {
    let from = path[0];
    let text = `M${from.x + nodeSize.width} ${from.y}`;
    for (const to of path.slice(1)) {
      const startX = from.x + nodeSize.width;
      const middle = (startX + to.x) / 2;
      text += `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
      if (to.node === null) text += `H${to.x + nodeSize.width}`;
      from = to;
    }
    return text;
  }

  function paintNode(node) {
    const { x, y } = node.cell;
    const top = y - nodeSize.height / 2;
    const isGroup = typeof node.key === 'string';
    const label = isGroup ? run.groups[Number(node.key.slice(1))].id : node.tasks[0].id;
    const state = worst(node.rows);
    const words = node.rows.length === 0 ? 'no instance' : node.rows.length === 1 ? describe(node.rows[0]) : stateWords(node.rows);
    const element = makeSvg('g', {
      class: `node s-${state}${node.rows.length > 1 ? ' many' : ''}`, role: 'button', tabindex: '-1',
      'aria-expanded': isGroup ? 'false' : null,
      transform: `translate(${x} ${top})`,
    },
    makeSvg('title', {}, `${isGroup ? 'Group ' : ''}${label}: ${words}`),
    makeSvg('rect', { class: 'behind', x: 4, y: 4, width: nodeSize.width, height: nodeSize.height, rx: 5, visibility: node.rows.length > 1 ? null : 'hidden' }),
    makeSvg('rect', { class: 'box', width: nodeSize.width, height: nodeSize.height, rx: 5 }),
    makeSvg('rect', { class: 'stripe', width: 5, height: nodeSize.height, rx: 2 }),
    makeSvg('use', { href: `#shape-${state}`, x: 13, y: 6, width: 14, height: 14 }),
    makeSvg('text', { x: 33, y: 17 }, clip(isGroup ? `${label}/` : label, 23)),
    makeSvg('text', { x: 33, y: 33, class: 'note' }, clip(isGroup ? `${plural(node.tasks.length, 'task')}: ${words}` : words, 30)));
    element.addEventListener('click', () => enter(node));
    element.addEventListener('keydown', event => key(event, node));
    node.element = element;
    return element;
  }

  const clip = (text, most) => text.length <= most ? text : `${text.slice(0, most - 1)}…`;

  function describe(row) {
    const time = bodyTime(row);
    return `${stateOf(row)}${row.n > 1 ? `, try ${row.n}` : ''}${time > 0 ? `, ${duration(time)}` : ''}`;
  }

  function enter(node) {
    if (typeof node.key === 'string') {
      closed.delete(Number(node.key.slice(1)));
      centre = node.tasks[0];
      draw();
      focusOn(nodes.get(keyOf(centre)), true);
      return;
    }
    const rows = node.rows;
    if (rows.length > 0) onOpen(rows.find(row => stateOf(row) === worst(rows)));
  }

  function key(event, node) {
    const column = [...nodes.values()].filter(other => other.cell.column === node.cell.column).sort((a, b) => a.cell.y - b.cell.y);
    const nearest = keys => [...keys].map(at => nodes.get(at)).filter(Boolean).sort((a, b) => Math.abs(a.cell.y - node.cell.y) - Math.abs(b.cell.y - node.cell.y))[0];
    const target = {
      ArrowRight: () => nearest(node.down),
      ArrowLeft: () => nearest(node.up),
      ArrowDown: () => column[column.indexOf(node) + 1],
      ArrowUp: () => column[column.indexOf(node) - 1],
    }[event.key];
    if (target) focusOn(target(), true);
    else if (event.key === 'Enter' || event.key === ' ') enter(node);
    else return;
    event.preventDefault();
  }

  function focusOn(node, really) {
    if (!node) return;
    focusable?.setAttribute('tabindex', '-1');
    focusable = node.element;
    focusable.setAttribute('tabindex', '0');
    if (really) focusable.focus();
  }

  function light() {
    const own = selected && keyOf(selected);
    for (const node of nodes.values()) node.element.classList.toggle('selected', node.key === own);
    for (const link of links) link.element.classList.toggle('lit', own !== null && (link.from === own || link.to === own));
  }

  function drawGroupControls() {
    groupControls.hidden = run.groups.length === 0;
    if (run.groups.length === 0) return;
    const buttons = [make('button', { type: 'button', onclick: () => change(() => closed.clear()) }, 'Open all'),
      make('button', { type: 'button', onclick: () => change(() => run.groups.forEach((_, at) => closed.add(at))) }, 'Close all')];
    if (run.groups.length <= mostGroupButtons) {
      run.groups.forEach((group, at) => buttons.push(make('button', {
        type: 'button', class: 'mono', 'aria-pressed': String(closed.has(at)), title: 'Pressed: shown as one node',
        onclick: () => change(() => closed.delete(at) || closed.add(at)),
      }, group.id)));
    }
    const focused = [...groupControls.querySelectorAll('button')].indexOf(document.activeElement);
    groupControls.replaceChildren(groupControls.firstElementChild, ...buttons);
    if (focused >= 0) groupControls.querySelectorAll('button')[focused]?.focus();
  }

  function change(action) {
    action();
    draw();
  }

  draw();
  return {
    select(row) {
      selected = row ? run.tasks[row.t] : null;
      if (selected && !nodes.has(keyOf(selected))) {
        centre = selected;
        draw();
      } else {
        if (selected) focusOn(nodes.get(keyOf(selected)), false);
        light();
      }
    },
  };
}
