// What the build puts in place of some names: the modules that Emscripten wrote, and a binary.

declare module '#glue' {
  /** A started module, which is one engine; see wasm/bindings/bindings.cpp. */
  export interface Module {
    dispatch(call: string): string;
    input(size: number): number;
    run(size: number): number;
    output(): number;
  }

  export interface ModuleOptions {
    instantiateWasm(
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance, module?: WebAssembly.Module) => void,
    ): object;
  }

  export default function createModule(options: ModuleOptions): PromiseLike<Module>;
}

/** The module with the merchants' tools. */
declare module '#glue-tools' {
  export { default, type Module } from '#glue';
}

declare module '#wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** The version in package.json. */
declare const AFTERSALE_VERSION: string;
/** Of aftersale.wasm, in base64, as subresource integrity wants it. */
declare const AFTERSALE_WASM_SHA256: string;
