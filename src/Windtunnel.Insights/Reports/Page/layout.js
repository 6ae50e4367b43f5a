/**
 * Layers a graph from left to right: each node one column after the last of its predecessors, long edges threaded through the columns
 * between, the order within columns by the mean position of the neighbours. Works in loops, never by recursion.
 */
function layOut(nodes, edges) {
  const columns = assignColumns(nodes, edges);
  const links = threadLongEdges(columns, edges);
  for (let sweep = 0; sweep < 6; sweep++) orderColumns(columns, links, sweep % 2 === 0);
  return { columns, links, positions: spread(columns, links) };
}

function assignColumns(nodes, edges) {
  const missing = new Map(nodes.map(node => [node, 0]));
  const next = new Map(nodes.map(node => [node, []]));
  for (const [from, to] of edges) {
    missing.set(to, missing.get(to) + 1);
    next.get(from).push(to);
  }
  const depth = new Map();
  const ready = nodes.filter(node => missing.get(node) === 0);
  ready.forEach(node => depth.set(node, 0));
  for (let at = 0; at < ready.length; at++) {
    for (const to of next.get(ready[at])) {
      depth.set(to, Math.max(depth.get(to) ?? 0, depth.get(ready[at]) + 1));
      missing.set(to, missing.get(to) - 1);
      if (missing.get(to) === 0) ready.push(to);
    }
  }
  // Collapsed groups can depend on one another in both directions: what such a loop holds back goes where its known predecessors put it.
  const columns = [];
  for (const node of nodes) (columns[depth.get(node) ?? 0] ??= []).push({ node, column: depth.get(node) ?? 0 });
  return Array.from(columns, column => column ?? []);
}

function threadLongEdges(columns, edges) {
  const cells = new Map(columns.flat().map(cell => [cell.node, cell]));
  const links = [];
  for (const [from, to] of edges) {
    let before = cells.get(from);
    const target = cells.get(to);
    const path = [before];
    for (let column = before.column + 1; column < target.column && target.column - before.column < 12; column++) {
      const bend = { node: null, column };
      columns[column].push(bend);
      path.push(bend);
    }
    path.push(target);
    links.push({ from, to, path });
  }
  return links;
}

function orderColumns(columns, links, forward) {
  columns.forEach(column => column.forEach((cell, at) => {
    cell.order = at;
    cell.sum = 0;
    cell.count = 0;
  }));
  const columnOrder = forward ? columns.keys() : [...columns.keys()].reverse();
  const neighbours = new Map();
  for (const { path } of links) {
    for (let at = 1; at < path.length; at++) {
      const [cell, other] = forward ? [path[at], path[at - 1]] : [path[at - 1], path[at]];
      if (!neighbours.has(cell)) neighbours.set(cell, []);
      neighbours.get(cell).push(other);
    }
  }
  for (const at of columnOrder) {
    for (const cell of columns[at]) {
      const others = neighbours.get(cell);
      cell.wanted = others ? others.reduce((sum, other) => sum + other.order / Math.max(1, columns[other.column].length), 0) / others.length
        : cell.order / Math.max(1, columns[at].length);
    }
    columns[at].sort((a, b) => a.wanted - b.wanted || a.order - b.order);
    columns[at].forEach((cell, order) => { cell.order = order; });
  }
}

const nodeSize = { width: 208, height: 42, gapX: 52, gapY: 16, bend: 14 };

function spread(columns, links) {
  const height = cell => (cell.node === null ? nodeSize.bend : nodeSize.height) + nodeSize.gapY;
  for (const column of columns) {
    let y = 0;
    for (const cell of column) {
      cell.y = y + height(cell) / 2;
      y += height(cell);
    }
  }
  const neighbours = new Map();
  for (const { path } of links) {
    for (let at = 1; at < path.length; at++) {
      for (const [cell, other] of [[path[at], path[at - 1]], [path[at - 1], path[at]]]) {
        if (!neighbours.has(cell)) neighbours.set(cell, []);
        neighbours.get(cell).push(other);
      }
    }
  }
  for (let pass = 0; pass < 8; pass++) for (const column of pass % 2 === 0 ? columns : [...columns].reverse()) settle(column, neighbours, height);
  let top = Infinity;
  for (const column of columns) for (const cell of column) top = Math.min(top, cell.y - height(cell) / 2);
  const positions = new Map();
  for (const column of columns) {
    for (const cell of column) {
      cell.y -= top;
      cell.x = cell.column * (nodeSize.width + nodeSize.gapX);
      if (cell.node !== null) positions.set(cell.node, cell);
    }
  }
  return positions;
}

/**
 * Moves the cells of a column towards their neighbours without letting them overlap or change places: each wishes the column to begin
 * somewhere, and neighbours whose wishes contradict their order share the mean of them.
 */
function settle(column, neighbours, height) {
  const blocks = [];
  let offset = 0;
  for (const cell of column) {
    const others = neighbours.get(cell);
    const wanted = others ? others.reduce((sum, other) => sum + other.y, 0) / others.length : cell.y;
    let block = { cells: [{ cell, offset }], sum: wanted - height(cell) / 2 - offset, count: 1 };
    while (blocks.length > 0 && blocks.at(-1).sum / blocks.at(-1).count >= block.sum / block.count) {
      const before = blocks.pop();
      block = { cells: before.cells.concat(block.cells), sum: before.sum + block.sum, count: before.count + block.count };
    }
    blocks.push(block);
    offset += height(cell);
  }
  for (const { cells, sum, count } of blocks) for (const { cell, offset } of cells) cell.y = sum / count + offset + height(cell) / 2;
}
