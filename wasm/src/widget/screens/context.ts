import type { TemplateResult } from 'lit';
import type { WizardController } from '../controller.js';
import type { Translator, UiKey } from '../messages.js';
import type { Field, Problem, Step, StepId, StepItem } from '../wire.js';

/** What a screen needs of the element that shows it. */
export interface Screen {
  t: Translator;
  wizard: WizardController;
  step: Step;
  /** Whether a disclosure is open; undefined as long as nobody has touched it. */
  isOpen(key: string): boolean | undefined;
  toggle(key: string, open: boolean): void;
  /** The words in the search field of a long list. */
  search: string;
  setSearch(words: string): void;
  /** A person is wanted, or something that only the host can do. */
  help(topic: string, line?: string): void;
  addFiles(field: Field, files: FileList | null): void;
  /** What is wrong with the photos of a line, or that one is being prepared. */
  fileNote(line: string): UiKey | undefined;
  preview(id: string): string | undefined;
  go(step: StepId): void;
  /** The list in which an item stands; it stays there, whatever is chosen. */
  groupOf(item: StepItem): 'open' | 'other' | 'blocked';
  /** After the next drawing. */
  focus(id: string): void;
  qr: TemplateResult | undefined;
  /** Sends once more what did not reach the host. */
  retry(order: string): void;
}

/** The id of the control that a problem points at. */
export const idOf = (pointer: string): string =>
  `f${pointer.replace(/^\/answers(?=\/(items|resolution|method|confirmed))/, '').replace(/\W+/g, '-')}`;

export const problemAt = (wizard: WizardController, id: string): Problem | undefined =>
  wizard.problems.find(({ pointer }) => idOf(pointer) === idOf(id));

/** The list in which an item stood when it was first shown. */
export function keepGroup(groups: Map<string, ReturnType<Screen['groupOf']>>, item: StepItem) {
  const group =
    groups.get(item.line) ??
    (item.blocked ? 'blocked' : item.verdict.outcome === 'ineligible' ? 'other' : 'open');
  groups.set(item.line, group);
  return group;
}
