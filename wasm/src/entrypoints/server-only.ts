// What `aftersale/plugins/…` leads to in a browser: adapters hold secrets of the shop, so none is exported from here, and a
// bundler says so by this file's name. The one export makes that an error rather than a warning.
export const belongsOnAServer = true;

throw new Error(
  'aftersale/plugins/* hold secrets of the shop and belong on a server: a page asks its own backend, and reads documents by readOrder()',
);
