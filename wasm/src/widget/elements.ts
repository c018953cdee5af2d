import { AftersaleBadge } from './badge.js';
import { AftersaleTracker } from './tracker.js';
import { AftersaleWizard } from './wizard.js';

const elements = {
  'aftersale-wizard': AftersaleWizard,
  'aftersale-tracker': AftersaleTracker,
  'aftersale-badge': AftersaleBadge,
};

/** Puts the elements into the page's registry, unless others have their names. */
export function defineElements(): void {
  for (const [name, element] of Object.entries(elements))
    if (!customElements.get(name)) customElements.define(name, element);
}
