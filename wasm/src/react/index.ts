'use client';
// The elements as React components: properties as props, events as typed `on…` props, refs to the elements themselves. Importing
// this on a server does nothing; in a browser it registers the elements.

import { createComponent, type EventName, type ReactWebComponent } from '@lit/react';
import * as React from 'react';
import { AftersalePolicy as PolicyElement } from '../policy/index.js';
import { AftersaleBadge as BadgeElement } from '../widget/badge.js';
import type { WizardEvents } from '../widget/events.js';
import { AftersaleTracker as TrackerElement, type TrackerEvents } from '../widget/tracker.js';
import { AftersaleWizard as WizardElement } from '../widget/wizard.js';

export type { JudgedLine } from '../widget/badge.js';
export type { Submission, Submit } from '../widget/controller.js';
export type { Layout, WizardEvents } from '../widget/events.js';
export type { TrackerEvents } from '../widget/tracker.js';
export type {
  BadgeElement as AftersaleBadgeElement,
  PolicyElement as AftersalePolicyElement,
  TrackerElement as AftersaleTrackerElement,
  WizardElement as AftersaleWizardElement,
};

/** `onAftersaleBeforeSubmit` for `aftersale-before-submit`. */
type Handler<Type extends string> = Type extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Handler<Rest>}`
  : Capitalize<Type>;
type Handlers<Events> = {
  [Type in keyof Events & string as `on${Handler<Type>}`]: EventName<Events[Type] & Event>;
};
type PolicyEvents = { 'aftersale-error': CustomEvent<{ cause: unknown }> };

/** Named one by one, so that the compiler misses none. */
type EventTypes<Events> = Record<keyof Events & string, true>;

const handlers = <Events>(types: EventTypes<Events>): Handlers<Events> =>
  Object.fromEntries(
    Object.keys(types).map((type) => [
      `on${type.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase())}`,
      type,
    ]),
  ) as Handlers<Events>;

function component<Element extends HTMLElement, Events>(
  tagName: string,
  elementClass: new () => Element,
  types: EventTypes<Events>,
): ReactWebComponent<Element, Handlers<Events>> {
  // Reading it makes Lit create the accessors by which props are told from attributes; on a server nothing else does.
  void (elementClass as { observedAttributes?: unknown }).observedAttributes;
  if (typeof window !== 'undefined' && !customElements.get(tagName))
    customElements.define(tagName, elementClass);
  return createComponent({ react: React, tagName, elementClass, events: handlers<Events>(types) });
}

/** The wizard. `ref` gives the element with `open()`, `close()`, `reset()` and `controller`. */
export const AftersaleWizard: ReactWebComponent<WizardElement, Handlers<WizardEvents>> = component<
  WizardElement,
  WizardEvents
>('aftersale-wizard', WizardElement, {
  'aftersale-ready': true,
  'aftersale-step': true,
  'aftersale-draft': true,
  'aftersale-before-submit': true,
  'aftersale-submit': true,
  'aftersale-submitted': true,
  'aftersale-help': true,
  'aftersale-close': true,
  'aftersale-error': true,
});

/** One case as a line of what was, what is and what comes. */
export const AftersaleTracker: ReactWebComponent<TrackerElement, Handlers<TrackerEvents>> = component<
  TrackerElement,
  TrackerEvents
>('aftersale-tracker', TrackerElement, { 'aftersale-command': true });

/** "Returnable until Fri 5 Dec". */
export const AftersaleBadge: ReactWebComponent<BadgeElement> = component<BadgeElement, object>(
  'aftersale-badge',
  BadgeElement,
  {},
);

type PolicyWithSource = PolicyElement & { src?: string };

/** A policy in plain words, from `outline` or the address in `src`. */
export const AftersalePolicy: ReactWebComponent<PolicyWithSource, Handlers<PolicyEvents>> = component<
  PolicyWithSource,
  PolicyEvents
>('aftersale-policy', PolicyElement, { 'aftersale-error': true });
