import { policyTextLoaders } from '../generated/policy-texts.js';

/** The sentences of policies in one language, as `core/data/policy-texts` has them. */
export type PolicyTexts = Readonly<Record<string, unknown>>;

/** The languages that there are. */
export const policyLocales: readonly string[] = Object.keys(policyTextLoaders);

/** Loaded when they are asked for; undefined for a language that there is not. */
export async function loadPolicyTexts(locale: string): Promise<PolicyTexts | undefined> {
  const load = Object.hasOwn(policyTextLoaders, locale) ? policyTextLoaders[locale] : undefined;
  return load && (await load()).default;
}
