const byId = id => document.getElementById(id);
const layout = byId('layout');
const filter = byId('filter');
let chosenStates = new Set();
let returnTo = null;

const details = createDetails(byId('details'), row => open(row), close);
const grid = createGrid(byId('grid'), row => open(row));
const graph = createGraph(byId('graph'), byId('groups'), byId('graph-note'), row => open(row));

function open(row, quietly) {
  returnTo = document.activeElement === document.body ? byId('grid') : document.activeElement;
  if (byId('details').contains(returnTo)) returnTo = byId('grid');
  layout.classList.add('with-details');
  const heading = details.show(row);
  grid.select(row, true);
  graph.select(row);
  if (location.hash !== link(row)) history.replaceState(null, '', link(row));
  if (!quietly) heading.focus();
}

function close() {
  if (byId('details').hidden) return;
  details.hide();
  layout.classList.remove('with-details');
  grid.select(null);
  graph.select(null);
  history.replaceState(null, '', '#');
  (returnTo?.isConnected ? returnTo : byId('grid')).focus();
}

function applyFilter() {
  const text = filter.value.trim().toLowerCase();
  const wanted = row => (chosenStates.size === 0 || chosenStates.has(stateOf(row))) && (text === '' || nameOf(row).toLowerCase().includes(text));
  const count = grid.filter(wanted, text !== '' || chosenStates.size > 0);
  const total = run.rows.length;
  byId('shown').textContent = count === total ? plural(total, 'instance') : `${count.toLocaleString('en')} of ${plural(total, 'instance')}`;
}

function drawChips() {
  for (const [state, count] of countStates(run.rows)) {
    byId('chips').append(make('button', {
      type: 'button', class: `chip s-${state}`, 'aria-pressed': 'false',
      onclick(event) {
        if (!chosenStates.delete(state)) chosenStates.add(state);
        event.currentTarget.setAttribute('aria-pressed', String(chosenStates.has(state)));
        applyFilter();
      },
    }, icon(state), `${state} ${count.toLocaleString('en')}`));
  }
}

function drawScales() {
  const buttons = Object.values(scales).filter(scale => scale.available ?? true).map(scale => make('button', {
    type: 'button', 'aria-pressed': 'false',
    onclick(event) {
      buttons.forEach(button => button.setAttribute('aria-pressed', String(button === event.currentTarget)));
      grid.scale(scale);
    },
  }, scale.label));
  byId('scales').append(...buttons);
  return buttons;
}

function openFromAddress(quietly) {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const task = run.tasks.find(candidate => candidate.id === parameters.get('task'));
  const row = task?.rows.find(candidate => String(candidate.i ?? -1) === parameters.get('index'));
  if (row) open(row, quietly);
}

document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && event.target !== filter) close();
  if (event.key === '/' && !event.target.matches('input, textarea')) {
    event.preventDefault();
    filter.focus();
  }
});
filter.addEventListener('input', applyFilter);
addEventListener('hashchange', () => openFromAddress(false));
addEventListener('beforeprint', () => grid.showAll(400));
addEventListener('afterprint', () => grid.showSome());

drawChips();
const scaleButtons = drawScales();
// A run that took no virtual time shows its real time, or where that is not known, one event after another.
scaleButtons.at(run.elapsed === 0 ? -1 : 0).click();
applyFilter();
openFromAddress(true);
