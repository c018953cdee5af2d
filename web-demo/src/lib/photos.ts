// Photos of a case: those that the backend has, and those that somebody adds.

import type { CaseView, Evidence } from 'aftersale';
import { prepareEvidence } from 'aftersale/widget';
import { html, nothing, type TemplateResult } from 'lit';
import { icons } from './icons.js';

const known = new Map<string, string>();
const asked = new Map<string, number>();
const patience = 5_000;

/** The address of a photo once it is here. It is fetched, since an img element cannot send a token. */
export function photo(sha256: string, headers: Record<string, string>, draw: () => void): string | undefined {
  const found = known.get(sha256);
  // One that is not there yet, or without a network, is asked for again in a while.
  if (found || Date.now() - (asked.get(sha256) ?? 0) < patience) return found;
  asked.set(sha256, Date.now());
  void fetch(`/case-sync/1/blob/${sha256}`, { headers })
    .then(async (response) => {
      if (!response.ok) throw new Error(String(response.status));
      known.set(sha256, URL.createObjectURL(await response.blob()));
      draw();
    })
    .catch(() => setTimeout(draw, patience));
  return undefined;
}

export function gallery(
  evidence: readonly { sha256: string; name?: string }[],
  headers: Record<string, string>,
  draw: () => void,
): TemplateResult | typeof nothing {
  if (evidence.length === 0) return nothing;
  return html`<div class="photos">${evidence.map(({ sha256, name }) => {
    const url = photo(sha256, headers, draw);
    return url
      ? html`<a href=${url} target="_blank" rel="noopener"><img src=${url} alt="Photo: ${name ?? 'evidence'}" width="112" height="112"></a>`
      : html`<span class="ghost"></span>`;
  })}</div>`;
}

/** What was added to the case later; what came with the request stands with its item. */
export function added(view: CaseView, first: readonly { sha256: string }[]): readonly Evidence[] {
  return (view.evidence ?? []).filter(({ sha256 }) => !first.some((each) => each.sha256 === sha256));
}

/** A button for a photo: made smaller and without what it says about place and camera before it leaves the device. */
export function photoButton(
  busy: boolean,
  send: (data: { evidence: Evidence[] }, files: Blob[]) => void,
  fail: (words: string) => void,
): TemplateResult {
  const take = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    input.value = '';
    if (!file) return;
    try {
      const { evidence, file: blob } = await prepareEvidence(file, 'photo');
      known.set(evidence.sha256, URL.createObjectURL(blob));
      send({ evidence: [evidence as Evidence] }, [blob]);
    } catch {
      fail('This file could not be read as a picture.');
    }
  };
  return html`<label class="button photo-button ${busy ? 'waits' : ''}">${icons.camera}Photo<input class="sr" type="file" accept="image/*" name="photo" ?disabled=${busy} @change=${take}></label>`;
}
