/** Files beside the script, which is built with their hashes: one hash in the tag vouches for all of them. */
const script = document.currentScript;
const base = script instanceof HTMLScriptElement && script.src ? script.src : document.baseURI;

export function pinned(path: string): Promise<Response> {
  const integrity = AFTERSALE_FILES[path];
  return fetch(new URL(path, base), integrity ? { integrity } : {});
}

export async function pinnedJson<T>(path: string): Promise<T> {
  const response = await pinned(path);
  if (!response.ok) throw new Error(`${response.url}: HTTP status ${response.status}`);
  return response.json() as Promise<T>;
}

/** The names of the files `folder/NAME.json`. */
export const namesIn = (folder: string): string[] =>
  Object.keys(AFTERSALE_FILES)
    .filter((path) => path.startsWith(`${folder}/`))
    .map((path) => path.slice(folder.length + 1, -'.json'.length));
