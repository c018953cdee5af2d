/** The words of a credit note's page, by language. `others` names what is of the whole, by the kind of its component. */
export interface CreditNoteWords {
  readonly title: string;
  readonly date: string;
  readonly order: string;
  readonly invoice: string;
  readonly case: string;
  readonly taxId: string;
  readonly item: string;
  readonly quantity: string;
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
  readonly total: string;
  readonly shopTotal: string;
  readonly taxIncluded: string;
  readonly paidTo: string;
  readonly others: Readonly<Record<string, string>>;
}

const en: CreditNoteWords = {
  title: 'Credit note',
  date: 'Date',
  order: 'Order',
  invoice: 'For invoice',
  case: 'Case',
  taxId: 'Tax number',
  item: 'Item',
  quantity: 'Quantity',
  net: 'Net',
  tax: 'Tax',
  gross: 'Amount',
  total: 'Total',
  shopTotal: 'In our currency',
  taxIncluded: 'Tax in it',
  paidTo: 'Paid back to',
  others: {
    outbound_shipping: 'Delivery',
    return_freight: 'Way back',
    claw_back: 'Promotion settled anew',
    credit_bonus: 'Bonus',
    already_refunded: 'Already paid back',
    price_difference: 'Set off',
  },
};

const de: CreditNoteWords = {
  title: 'Gutschrift',
  date: 'Datum',
  order: 'Bestellung',
  invoice: 'Zur Rechnung',
  case: 'Vorgang',
  taxId: 'Steuernummer',
  item: 'Artikel',
  quantity: 'Menge',
  net: 'Netto',
  tax: 'Steuer',
  gross: 'Betrag',
  total: 'Summe',
  shopTotal: 'In unserer Währung',
  taxIncluded: 'Darin Steuer',
  paidTo: 'Erstattet auf',
  others: {
    outbound_shipping: 'Versand',
    return_freight: 'Rücksendung',
    claw_back: 'Aktion neu abgerechnet',
    credit_bonus: 'Bonus',
    already_refunded: 'Schon erstattet',
    price_difference: 'Verrechnet',
  },
};

const fr: CreditNoteWords = {
  title: 'Avoir',
  date: 'Date',
  order: 'Commande',
  invoice: 'Sur la facture',
  case: 'Dossier',
  taxId: 'Numéro fiscal',
  item: 'Article',
  quantity: 'Quantité',
  net: 'HT',
  tax: 'Taxe',
  gross: 'Montant',
  total: 'Total',
  shopTotal: 'Dans notre monnaie',
  taxIncluded: 'Dont taxe',
  paidTo: 'Remboursé sur',
  others: {
    outbound_shipping: 'Livraison',
    return_freight: 'Retour',
    claw_back: 'Promotion recalculée',
    credit_bonus: 'Bonus',
    already_refunded: 'Déjà remboursé',
    price_difference: 'Compensation',
  },
};

const zhCN: CreditNoteWords = {
  title: '红字通知单',
  date: '日期',
  order: '订单',
  invoice: '对应发票',
  case: '售后单号',
  taxId: '税号',
  item: '商品',
  quantity: '数量',
  net: '不含税金额',
  tax: '税额',
  gross: '金额',
  total: '合计',
  shopTotal: '本位币金额',
  taxIncluded: '其中税额',
  paidTo: '退款至',
  others: {
    outbound_shipping: '运费',
    return_freight: '退货运费',
    claw_back: '优惠重新结算',
    credit_bonus: '赠送',
    already_refunded: '此前已退',
    price_difference: '相抵',
  },
};

const ja: CreditNoteWords = {
  title: '返金明細書',
  date: '日付',
  order: '注文番号',
  invoice: '対象の請求書',
  case: '受付番号',
  taxId: '登録番号',
  item: '商品',
  quantity: '数量',
  net: '税抜金額',
  tax: '税額',
  gross: '金額',
  total: '合計',
  shopTotal: '当店の通貨',
  taxIncluded: '内税額',
  paidTo: '返金先',
  others: {
    outbound_shipping: '配送料',
    return_freight: '返送料',
    claw_back: '割引の再精算',
    credit_bonus: 'ボーナス',
    already_refunded: '返金済み',
    price_difference: '相殺',
  },
};

const ar: CreditNoteWords = {
  title: 'إشعار دائن',
  date: 'التاريخ',
  order: 'الطلب',
  invoice: 'عن الفاتورة',
  case: 'رقم الحالة',
  taxId: 'الرقم الضريبي',
  item: 'السلعة',
  quantity: 'الكمية',
  net: 'الصافي',
  tax: 'الضريبة',
  gross: 'المبلغ',
  total: 'المجموع',
  shopTotal: 'بعملتنا',
  taxIncluded: 'منه ضريبة',
  paidTo: 'أُعيد إلى',
  others: {
    outbound_shipping: 'التوصيل',
    return_freight: 'الإرجاع',
    claw_back: 'تسوية العرض من جديد',
    credit_bonus: 'مكافأة',
    already_refunded: 'أُعيد من قبل',
    price_difference: 'مقاصة',
  },
};

/** The languages that there are. */
export const creditNoteWords: Readonly<Record<string, CreditNoteWords>> = {
  en,
  de,
  fr,
  'zh-CN': zhCN,
  ja,
  ar,
};
