// What the shop sells. Prices are in minor units with tax, by currency.

/** Stock-keeping unit to product. `traits` are what a storefront keeps as tags, properties or metadata. */
export const catalog = {
  'MM-SWE-M': {
    title: 'Harbour wool sweater',
    variant: 'Terracotta / M',
    image: 'sweater',
    type: 'Clothing',
    price: { EUR: 8900, GBP: 7800, CNY: 69900 },
  },
  'MM-MUG-2': {
    title: 'Dune stoneware mug',
    variant: 'Sand',
    image: 'mug',
    type: 'Tableware',
    price: { EUR: 2400, GBP: 2100, CNY: 18900 },
  },
  'MM-LAM-1': {
    title: 'Lantern table lamp',
    variant: 'Linen shade',
    image: 'lamp',
    type: 'Lighting',
    price: { EUR: 6400, GBP: 5600, CNY: 49900 },
  },
  'MM-SNE-42': {
    title: 'Kestrel trail shoe',
    variant: 'Petrol / 42',
    image: 'sneakers',
    type: 'Shoes',
    price: { EUR: 11900, GBP: 10500, CNY: 92900 },
  },
  'MM-SHI-L': {
    title: 'Porto linen shirt',
    variant: 'White / L',
    image: 'shirt',
    type: 'Clothing',
    price: { EUR: 5900, GBP: 5200, CNY: 45900 },
  },
  'MM-SCA-1': {
    title: 'Merino scarf',
    variant: 'Bordeaux',
    image: 'scarf',
    type: 'Clothing',
    price: { EUR: 2900, GBP: 2500, CNY: 22900 },
    traits: { final_sale: 'true' },
  },
  'MM-EAR-1': {
    title: 'Wren in-ear headphones',
    variant: 'Graphite',
    image: 'headphones',
    type: 'Electronics',
    price: { EUR: 7900, GBP: 6900, CNY: 61900 },
    traits: { sealed: 'true' },
  },
  'MM-BAL-1': {
    title: 'Cleansing balm',
    variant: '120 ml',
    image: 'balm',
    type: 'Care',
    price: { EUR: 1850, GBP: 1600, CNY: 14500 },
    traits: { sealed: 'true' },
  },
  'MM-BAG-1': {
    title: 'Alder day pack',
    variant: '18 l / Moss',
    image: 'backpack',
    type: 'Bags',
    price: { EUR: 9500, GBP: 8300, CNY: 74900 },
  },
  'MM-BLA-1': {
    title: 'Fell checked blanket',
    variant: 'Heather',
    image: 'blanket',
    type: 'Home',
    price: { EUR: 7200, GBP: 6300, CNY: 56900 },
  },
  'MM-KET-1': {
    title: 'Ember kettle',
    variant: '1.2 l',
    image: 'kettle',
    type: 'Kitchen',
    price: { EUR: 8400, GBP: 7300, CNY: 65900 },
  },
  'MM-TEA-1': {
    title: 'Evening tea, loose leaf',
    variant: '100 g',
    image: 'tea',
    type: 'Food',
    price: { EUR: 1290, GBP: 1100, CNY: 9900 },
    traits: { perishable: 'true' },
  },
  'MM-BOA-C': {
    title: 'Oak board with your name',
    variant: 'Engraved “Mila”',
    image: 'board',
    type: 'Kitchen',
    price: { EUR: 4500, GBP: 3900, CNY: 34900 },
    traits: { custom_made: 'true' },
  },
  'MM-JAC-S': {
    title: 'Skerry rain jacket',
    variant: 'Mustard / S',
    image: 'jacket',
    type: 'Clothing',
    price: { EUR: 13900, GBP: 12200, CNY: 108900 },
  },
  'MM-PLA-4': {
    title: 'Leaf dinner plates',
    variant: 'Set of 4',
    image: 'plates',
    type: 'Tableware',
    price: { EUR: 5200, GBP: 4500, CNY: 40900 },
  },
  // Somebody has typed markup into a title. It is text, here as everywhere.
  'MM-XSS-1': {
    title: '<img src=x onerror=alert(1)>',
    variant: '"><script>alert(2)</script>',
    image: 'parcel',
    type: 'Curiosities',
    price: { EUR: 999, GBP: 899, CNY: 7900 },
  },
};

/** Tax that is inside a price, and its name, by the currency that the demo sells in. */
export const taxes = {
  EUR: { rate: 0.19, title: 'MwSt.' },
  GBP: { rate: 0.2, title: 'VAT' },
  CNY: { rate: 0.13, title: 'VAT' },
};

export const taxInside = (amount, currency) => {
  const { rate } = taxes[currency];
  return Math.round((amount * rate) / (1 + rate));
};

export const imageOf = (sku) => (catalog[sku] ? `/img/${catalog[sku].image}.svg` : undefined);
