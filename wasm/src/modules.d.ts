// What the build puts in place of some names: the modules that Emscripten wrote, and a binary.

declare module '#glue' {
  const createModule: import('./loader.js').Glue;
  export default createModule;
}

/** The module with the merchants' tools. */
declare module '#glue-slim' {
  export { default } from '#glue';
}

declare module '#glue-no-wasm' {
  export { default } from '#glue';
}

declare module '#glue-tools' {
  export { default } from '#glue';
}

/** The wasm file beside the script, as a compiled module. */
declare module '#module' {
  const module: WebAssembly.Module;
  export default module;
}

declare module '#module-slim' {
  export { default } from '#module';
}

declare module '#wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** The version in package.json. */
declare const AFTERSALE_VERSION: string;
/** Of aftersale.wasm, in base64, as subresource integrity wants it. */
declare const AFTERSALE_WASM_SHA256: string;
/** In the build for a script tag: what lies beside it, with its integrity. */
declare const AFTERSALE_FILES: Readonly<Record<string, string>>;

declare module '#no-wasm' {
  export default function instantiate(imports: WebAssembly.Imports): WebAssembly.Instance;
}
