/** The script of a page: buttons that copy, a button that unfolds everything, and unfolding before printing. */
export const SCRIPT = `
for (const button of document.querySelectorAll('button.copy'))
  button.addEventListener('click', async () => {
    const text = button.parentElement.querySelector('code').textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(button.parentElement.querySelector('code'));
      button.textContent = 'Selected';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
const claims = [...document.querySelectorAll('details.claim')];
for (const button of document.querySelectorAll('button.unfold'))
  button.addEventListener('click', () => {
    const open = claims.some((d) => !d.open);
    for (const d of claims) d.open = open;
    button.textContent = open ? 'Fold all claims' : 'Unfold all claims';
  });
const unfoldTarget = () => {
  let node = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (const target = node; node; node = node.parentElement) {
    if (node.tagName === 'DETAILS' && !node.open) {
      node.open = true;
      target.scrollIntoView();
    }
  }
};
addEventListener('hashchange', unfoldTarget);
unfoldTarget();
let folded = [];
addEventListener('beforeprint', () => {
  folded = [...document.querySelectorAll('details:not(.data)')].filter((d) => !d.open);
  for (const d of folded) d.open = true;
});
addEventListener('afterprint', () => {
  for (const d of folded) d.open = false;
});
`;
