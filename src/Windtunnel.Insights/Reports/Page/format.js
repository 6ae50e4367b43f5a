/** Makes an element. Text is only ever set as text, so nothing in the data can become markup. */
const make = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

const makeSvg = (tag, attributes, ...children) => fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

/** Placed through the object model: the page's policy allows no style attributes. */
function place(element, styles) {
  Object.assign(element.style, styles);
  return element;
}

const units = [['d', 86400000], ['h', 3600000], ['m', 60000], ['s', 1000]];

/** The two largest units, as in the rest of Windtunnel: 1d 2h, 10m 5s, 1.25s, 350ms. */
function duration(milliseconds) {
  if (milliseconds === 0) return '0s';
  if (milliseconds < 1000) return `${+milliseconds.toFixed(3)}ms`;
  if (milliseconds < 60000) return `${+(milliseconds / 1000).toFixed(3)}s`;
  const at = units.findIndex(([, size]) => milliseconds >= size);
  const [unit, size] = units[at];
  const [smallUnit, small] = units[at + 1];
  const rest = Math.floor((milliseconds % size) / small);
  return `${Math.floor(milliseconds / size)}${unit}${rest === 0 ? '' : ` ${rest}${smallUnit}`}`;
}

const plural = (count, word) => `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;

const icon = state => makeSvg('svg', { class: `icon s-${state}`, 'aria-hidden': 'true' }, makeSvg('use', { href: `#shape-${state}` }));
