import type { CreateAftersale } from './create.js';
import type { Aftersale } from './engine.js';

/** What the slim module does not answer. */
type Elsewhere = 'transition' | 'tick' | 'recognize' | 'readOrder' | 'readUpdate' | 'write';

/**
 * What a page needs that asks and shows: decisions, quotes, the wizard, views of cases. Orders come in the project's own shape;
 * who changes cases, or reads the documents of storefronts, takes the whole engine.
 */
export type AftersaleSlim = Omit<Aftersale, Elsewhere>;

/** The same engine by its smaller type: what it cannot answer is refused by the module with `not_in_this_build`. */
export const slim = (create: CreateAftersale): CreateAftersale<AftersaleSlim> => create;
