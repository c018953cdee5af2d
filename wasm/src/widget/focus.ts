/** Where the focus goes after a drawing: to the heading of a new screen, to the errors, or to one control. */
export type FocusTarget = 'heading' | 'errors' | `#${string}`;

/** Whether a new screen or a summary has the focus now, which wants to be seen from its beginning. */
export function moveFocus(root: ParentNode, target: FocusTarget): boolean {
  const find = (selector: string): HTMLElement | null => root.querySelector<HTMLElement>(selector);
  if (target.startsWith('#')) {
    find(target)?.focus({ preventScroll: true });
    return false;
  }
  const found = (target === 'errors' ? find('.errors') : null) ?? find('h2');
  found?.focus({ preventScroll: true });
  return found !== null;
}

/** Brings a control into view, with the focus; of a group its first that is not chosen. */
export function focusControl(root: ParentNode, id: string): void {
  const found = root.querySelector<HTMLElement>(`#${CSS.escape(id)}`);
  const control = found?.matches('fieldset, div')
    ? found.querySelector<HTMLElement>('input:not(:checked), textarea, button')
    : found;
  control?.focus();
  control?.scrollIntoView({ block: 'center' });
}
