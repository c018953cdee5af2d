/** Where aftersale.wasm is, for hosts that fetch, preload or copy it themselves. */
export const wasmUrl: URL = /* @__PURE__ */ new URL('./aftersale.wasm', import.meta.url);
