import { AftersaleError } from './api/errors.js';

/** Instantiates the module by other means than `WebAssembly`, as mini-programs want it. */
export type Instantiate = (
  imports: WebAssembly.Imports,
) => PromiseLike<WebAssembly.Instance | { readonly instance: WebAssembly.Instance }>;

/** Where `aftersale.wasm` comes from: an address, a response, its bytes, or a compiled module. */
export type WasmSource =
  | string
  | URL
  | Response
  | BufferSource
  | WebAssembly.Module
  | Instantiate
  | PromiseLike<string | URL | Response | BufferSource | WebAssembly.Module>;

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

/** Starts what Emscripten wrote; the lean module and the one with the tools have one each. */
export type Glue = (options: ModuleOptions) => PromiseLike<Module>;

/** The core as it is: JSON text in, JSON text out. */
export interface RawEngine {
  dispatch(call: string): string;
  /** UTF-8 both ways; the answer is a copy of its own. */
  dispatchBytes(call: Uint8Array): Uint8Array<ArrayBuffer>;
  /** Lets go of the memory; no call may follow. */
  close(): void;
}

const compiled = new Map<string, Promise<WebAssembly.Module>>();

export async function loadRaw(createModule: Glue, source: WasmSource): Promise<RawEngine> {
  const instantiate = isInstantiate(source) ? source : await compile(await source);
  let memory: WebAssembly.Memory | undefined;
  const module = await new Promise<{ started: Module }>((resolve, reject) => {
    const failed = (cause: unknown): void => reject(loadError('could not be started', cause));
    const starting = createModule({
      instantiateWasm(imports, done) {
        instantiate(imports).then((result) => {
          const instance = 'instance' in result ? result.instance : result;
          memory = memoryOf(instance);
          done(instance);
        }, failed);
        return {};
      },
    });
    // Older modules are "thenable" objects that resolve to themselves, hence the wrapping.
    starting.then((started) => resolve({ started }), failed);
  });
  if (!memory) throw loadError('exports no memory');
  return new HeapEngine(module.started, memory);
}

class HeapEngine implements RawEngine {
  #engine: Module | undefined;
  #heap = new Uint8Array();
  #memory: WebAssembly.Memory | undefined;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();

  constructor(engine: Module, memory: WebAssembly.Memory) {
    this.#engine = engine;
    this.#memory = memory;
  }

  dispatch(call: string): string {
    // A UTF-16 unit takes at most three bytes. Long calls are measured rather than over-allocated.
    if (call.length > 1 << 18) return this.#decoder.decode(this.#run(this.#encoder.encode(call)));
    const room = call.length * 3;
    const start = this.#reserve(room);
    const { written } = this.#encoder.encodeInto(call, this.#heap.subarray(start, start + room));
    return this.#decoder.decode(this.#answer(written));
  }

  dispatchBytes(call: Uint8Array): Uint8Array<ArrayBuffer> {
    return this.#run(call).slice();
  }

  close(): void {
    this.#engine = undefined;
    this.#memory = undefined;
    this.#heap = new Uint8Array();
  }

  #run(call: Uint8Array): Uint8Array<ArrayBuffer> {
    const start = this.#reserve(call.length);
    this.#heap.set(call, start);
    return this.#answer(call.length);
  }

  /** Room for a call in the heap. */
  #reserve(size: number): number {
    const start = this.#alive().input(size);
    if (!start) {
      const message = `there is no memory for a call of ${size} bytes`;
      throw new AftersaleError([{ code: 'out_of_memory', pointer: '', message }]);
    }
    this.#refresh();
    return start;
  }

  /** The answer to the call that was written; a view which the next call overwrites. */
  #answer(size: number): Uint8Array<ArrayBuffer> {
    const engine = this.#alive();
    try {
      const length = engine.run(size);
      const start = engine.output();
      this.#refresh();
      return this.#heap.subarray(start, start + length);
    } catch (cause) {
      // The module stopped in the middle of a call, so nothing in its heap can be trusted.
      this.#engine = undefined;
      const message = 'the engine failed and was closed';
      const fix = 'create a new one; this is a bug in aftersale';
      throw new AftersaleError([{ code: 'engine_failed', pointer: '', message, fix }], { cause });
    }
  }

  #alive(): Module {
    if (this.#engine) return this.#engine;
    const message = 'the engine is closed';
    throw new AftersaleError([{ code: 'engine_closed', pointer: '', message }]);
  }

  /** Growing the memory detaches the old view. */
  #refresh(): void {
    const buffer = this.#memory?.buffer;
    if (buffer && this.#heap.buffer !== buffer) this.#heap = new Uint8Array(buffer as ArrayBuffer);
  }
}

/**
 * Optimised modules have short names for their exports, so the memory is found by what it has. Its type would not do: there
 * may be no WebAssembly.
 */
function memoryOf(instance: WebAssembly.Instance): WebAssembly.Memory | undefined {
  return Object.values(instance.exports).find(
    (value): value is WebAssembly.Memory => typeof value === 'object' && value !== null && 'buffer' in value,
  );
}

/** Types cannot tell a function from a module, which is an empty interface to them. */
function isInstantiate(source: WasmSource): source is Instantiate {
  return typeof source === 'function';
}

async function compile(source: Exclude<Awaited<WasmSource>, Instantiate>): Promise<Instantiate> {
  const module = source instanceof WebAssembly.Module ? source : await compileOnce(source);
  return (imports) => WebAssembly.instantiate(module, imports);
}

/** An address is fetched and compiled once, however many engines are made of it. */
function compileOnce(source: string | URL | Response | BufferSource): Promise<WebAssembly.Module> {
  if (typeof source !== 'string' && !(source instanceof URL)) return compileBytes(source);
  const address = String(source);
  let module = compiled.get(address);
  if (!module) {
    module = fetch(address).then(compileBytes, (cause) => {
      throw loadError(`could not be fetched from ${address}`, cause);
    });
    module.catch(() => compiled.delete(address));
    compiled.set(address, module);
  }
  return module;
}

async function compileBytes(source: Response | BufferSource): Promise<WebAssembly.Module> {
  const isResponse = typeof Response === 'function' && source instanceof Response;
  const from = isResponse && source.url ? ` from ${source.url}` : '';
  try {
    if (!isResponse) return await WebAssembly.compile(source as BufferSource);
    if (!source.ok) throw new Error(`HTTP status ${source.status}`);
    const type = source.headers.get('content-type') ?? '';
    if (/^application\/wasm(;|$)/.test(type)) return await WebAssembly.compileStreaming(source);
    const bytes = new Uint8Array(await source.arrayBuffer());
    // "\0asm"; what comes instead is mostly the page that a server gives for every address.
    if (bytes[0] !== 0 || bytes[1] !== 97) throw new Error(`not WebAssembly but ${type || 'else'}`);
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw loadError(`could not be compiled${from}`, cause);
  }
}

function loadError(message: string, cause?: unknown): AftersaleError {
  if (cause instanceof AftersaleError) return cause;
  const reason = cause instanceof Error ? cause.message : cause;
  const problem = {
    code: 'wasm_unavailable',
    pointer: '',
    message: `aftersale.wasm ${message}${reason ? `: ${reason}` : ''}`,
    fix:
      "pass { wasm } with its address, bytes or module, or import 'aftersale/inline'; " +
      "a content security policy must allow 'wasm-unsafe-eval'",
  };
  return new AftersaleError([problem], { cause });
}
