import type { PluginManifest } from '../generated/types.js';

/** How a kind of document is told from others: `kind` when the conditions hold, `at` where the thing itself stands. */
export interface PluginRule {
  readonly kind: string;
  /** 100 is certain; below 30 the document is read only when the caller names the plugin. 100 unless told. */
  readonly sure?: number;
  readonly at?: string;
  /** Conditions, as docs/plugins.md has them. */
  readonly if: string;
}

/** Rows of a table, read from top to bottom: docs/plugins.md. */
export interface PluginTable {
  readonly [row: string]: unknown;
}

/** A storefront as data: the same manifest and tables as those that are built in. */
export interface PluginDefinition {
  readonly manifest: PluginManifest;
  readonly kinds: Readonly<
    Record<
      string,
      { readonly as: 'order' | 'orders' | 'return' | 'update' | 'other'; readonly title: string }
    >
  >;
  readonly rules: readonly PluginRule[];
  readonly tables: {
    readonly words?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly order?: PluginTable;
    readonly update?: PluginTable;
    readonly updates?: Readonly<Record<string, PluginTable>>;
    readonly write?: Readonly<Record<string, readonly unknown[]>>;
    readonly [member: string]: unknown;
  };
  /**
   * Says a document in words that tables can read, where they cannot: a content that is a text, a list that has to be put
   * together. It gives nothing for a document that is not this storefront's. Pure: the same text gives the same text.
   */
  readonly prepare?: (text: string) => string | undefined;
}

/** A plugin of your own, for `createAftersale({ plugins })` of `aftersale/tools`. The core checks it when it is taken in. */
export const definePlugin = <const Plugin extends PluginDefinition>(plugin: Plugin): Plugin => plugin;

/** What goes into calls. */
export function asDocument({ prepare: _, ...document }: PluginDefinition): Record<string, unknown> {
  return document;
}
