// A policy with as many rules as asked for, as a large catalogue has them: rules by category, of each kind in turn.

export function largePolicy(count) {
  const rules = [
    { id: 'window', window: { days: 30 } },
    { id: 'offers', resolutions: [{ resolution: 'original_payment_method' }] },
    { id: 'mail', method: { method: 'by_mail', payer: 'buyer', cost: { amount: 490, currency: 'EUR' } } },
  ];
  const bodies = [
    (index) => ({ window: { days: 31 + (index % 60) } }),
    () => ({ basis: ['customer_remorse'], exclude: { code: 'final_sale' } }),
    (index) => ({ fee: { kind: 'restocking', basisPoints: 100 + (index % 900) } }),
    () => ({ evidence: { kind: 'photo', min: 1 } }),
    () => ({ freight: { payer: 'merchant' } }),
  ];
  for (let index = 0; rules.length < count; index += 1) {
    const category = `c${Math.floor(index / 4)}`;
    const body = bodies[(index + Math.floor(index / 4)) % bodies.length](index);
    rules.push({ id: `r${index}`, when: { field: 'line.category', op: 'is', value: category }, ...body });
  }
  return {
    schema: 'aftersale/policy/1',
    id: 'large',
    layer: 'merchant',
    versions: [{ version: '1', rules }],
  };
}
