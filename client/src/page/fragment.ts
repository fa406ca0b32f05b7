/** What stands behind `#` in the address is a secret: it is taken out of the address bar and the history at once. */
export function takeFragment(): string | null {
  const fragment = location.hash.slice(1);
  if (location.hash !== "") history.replaceState(history.state, "", location.pathname + location.search);
  return fragment === "" ? null : fragment;
}
