/** Goods come back by mail within a year, whoever pays for the way; and what else a shop says. */
export const policyOf = (id, ...rules) => ({
  schema: 'aftersale/policy/1',
  id,
  layer: 'merchant',
  versions: [
    {
      version: '1',
      rules: [
        { id: 'window', window: { days: 365, from: 'order' } },
        { id: 'money', resolutions: [{ resolution: 'original_payment_method' }] },
        { id: 'mail', method: { method: 'by_mail', payer: 'merchant' } },
        ...rules,
      ],
    },
  ],
});

/** Money goes back as soon as a return is accepted. */
export const instantPolicy = policyOf('instant', { id: 'early', advance: { when: 'at_approval' } });
