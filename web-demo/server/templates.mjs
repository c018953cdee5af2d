// What a host of this shop may promise on air. The rules are the shop's; the host chooses, and says it in their own words.

const remorse = ['customer_remorse'];
const arrival = ['damaged_in_transit', 'wrong_item', 'missing'];

export const templates = [
  {
    id: 'sixty-days',
    title: '60 days and a free parcel',
    wording: {
      en: 'Sixty days for everything I show tonight, and we pay the parcel.',
      de: 'Sechzig Tage für alles, was ich heute Abend zeige, und das Paket zahlen wir.',
      'zh-CN': '今晚直播间的商品，六十天内无理由退货，运费我们承担。',
    },
    rules: [
      { id: 'sixty-days', title: '60 days', basis: remorse, window: { days: 60 } },
      {
        id: 'free-parcel',
        title: 'The parcel is paid',
        method: { method: 'by_mail', payer: 'merchant', label: 'qr' },
      },
    ],
  },
  {
    id: 'try-it',
    title: 'Try it: nothing is deducted',
    wording: {
      en: 'Open it, use it for a month. If you do not love it, you get all of it back.',
      de: 'Auspacken, einen Monat benutzen. Wer es nicht mag, bekommt alles zurück.',
      'zh-CN': '拆开试用一个月，不喜欢全额退款，不扣一分钱。',
    },
    rules: [
      { id: 'thirty-days-used', title: '30 days, used or not', basis: remorse, window: { days: 30 } },
      {
        id: 'nothing-deducted',
        title: 'Nothing is deducted',
        basis: remorse,
        deduction: { code: 'value_loss', maxBasisPoints: 0 },
      },
      { id: 'no-fee', title: 'No fee', fee: { kind: 'restocking', basisPoints: 0 } },
    ],
  },
  {
    id: 'free-parcel',
    title: 'We pay the parcel back',
    wording: {
      en: 'If it has to go back, the parcel is on us.',
      de: 'Wenn es zurück muss, geht das Paket auf uns.',
      'zh-CN': '需要退货的话，运费我们承担。',
    },
    rules: [
      {
        id: 'free-parcel',
        title: 'The parcel is paid',
        method: { method: 'by_mail', payer: 'merchant', label: 'qr' },
      },
    ],
  },
  {
    id: 'twice',
    title: 'Broken on arrival: twice the price',
    wording: {
      en: 'If it reaches you broken, you get twice the price as store credit.',
      de: 'Kommt es kaputt an, bekommst du den doppelten Preis als Gutschein.',
      'zh-CN': '收到时破损，按双倍价格赔付到店铺余额。',
    },
    rules: [
      { id: 'broken', title: '30 days for what arrives broken', basis: arrival, window: { days: 30 } },
      {
        id: 'twice-the-price',
        title: 'Twice the price as store credit',
        basis: arrival,
        resolutions: [{ resolution: 'store_credit', bonusBasisPoints: 10000, recommended: true }],
      },
    ],
  },
];
