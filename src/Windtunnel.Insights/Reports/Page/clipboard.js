// Browsers offer the clipboard to pages from disk only through a selection.
document.addEventListener('click', event => {
  const button = event.target.closest?.('button.copy');
  if (!button) return;
  const text = make('textarea', { class: 'visually-hidden', 'aria-hidden': 'true' }, button.dataset.copy);
  button.after(text);
  text.select();
  const copied = document.execCommand('copy');
  text.remove();
  button.focus();
  button.textContent = copied ? 'Copied' : 'Select and copy it by hand';
});
