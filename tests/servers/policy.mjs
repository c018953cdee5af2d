/** Money goes back as soon as a return is accepted. */
export const instantPolicy = {
  schema: 'aftersale/policy/1',
  id: 'instant',
  layer: 'merchant',
  versions: [
    {
      version: '1',
      rules: [
        { id: 'window', window: { days: 365, from: 'order' } },
        { id: 'money', resolutions: [{ resolution: 'original_payment_method' }] },
        { id: 'mail', method: { method: 'by_mail', payer: 'merchant' } },
        { id: 'early', advance: { when: 'at_approval' } },
      ],
    },
  ],
};
