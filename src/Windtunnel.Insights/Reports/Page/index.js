const body = document.querySelector('#runs tbody');
const rows = [...body.rows];
const filter = document.getElementById('filter');

filter.addEventListener('input', () => {
  const text = filter.value.trim().toLowerCase();
  let count = 0;
  for (const row of rows) {
    row.hidden = !row.textContent.toLowerCase().includes(text);
    count += row.hidden ? 0 : 1;
  }
  document.getElementById('shown').textContent = text === '' ? '' : `${count} of ${rows.length}`;
});

const valueOf = (row, column) => row.cells[column].dataset.sort ?? row.cells[column].textContent;

for (const button of document.querySelectorAll('#runs thead button')) {
  button.addEventListener('click', () => {
    const head = button.closest('th');
    const direction = head.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
    for (const other of head.parentElement.cells) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', direction);
    const sign = direction === 'ascending' ? 1 : -1;
    const compare = (a, b) => valueOf(a, head.cellIndex).localeCompare(valueOf(b, head.cellIndex), 'en', { numeric: true });
    body.append(...rows.sort((a, b) => sign * compare(a, b)));
  });
}
