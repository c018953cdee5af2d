// Registers the elements; the one module of the widget that does something when it is imported.
import { AftersaleBadge } from './badge.js';
import { AftersaleTracker } from './tracker.js';
import { AftersaleWizard } from './wizard.js';

const elements = {
  'aftersale-wizard': AftersaleWizard,
  'aftersale-tracker': AftersaleTracker,
  'aftersale-badge': AftersaleBadge,
};

for (const [name, element] of Object.entries(elements))
  if (!customElements.get(name)) customElements.define(name, element);
