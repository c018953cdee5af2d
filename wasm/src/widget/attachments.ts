/** Photos and files that a person adds: prepared, handed to the host, shown. */
import type { WizardController } from './controller.js';
import { prepareEvidence, UnreadableImage } from './evidence.js';
import type { UiKey } from './messages.js';
import type { Evidence, EvidenceKind, Field } from './wire.js';

export type Upload = (file: File, evidence: Evidence) => Promise<Partial<Evidence>>;

/** A picture is a photo where photos are wanted; anything else is what the field takes. */
function kindOf(field: Field, file: File): EvidenceKind {
  const taken = field.choices?.map(({ value }) => value) ?? ['photo'];
  if (file.type.startsWith('image/') && taken.includes('photo')) return 'photo';
  if (file.type.startsWith('video/') && taken.includes('video')) return 'video';
  return taken.includes('document') ? 'document' : ((taken[0] ?? 'photo') as EvidenceKind);
}

export class Attachments {
  /** What is to be said about a line's files. */
  readonly #notes = new Map<string, UiKey>();
  readonly #urls = new Map<string, string>();

  constructor(
    private readonly wizard: WizardController,
    private readonly changed: () => void,
  ) {}

  note(line: string): UiKey | undefined {
    return this.#notes.get(line);
  }

  /** Gives the errors; one file that fails keeps none of the others back. */
  async add(field: Field, files: FileList | null, upload: Upload | undefined): Promise<unknown[]> {
    const line = field.line ?? '';
    const errors: unknown[] = [];
    for (const file of [...(files ?? [])]) {
      this.#notes.set(line, 'photo_working');
      this.changed();
      try {
        const prepared = await prepareEvidence(file, kindOf(field, file));
        const { evidence } = prepared;
        const name = evidence.name ?? 'photo.jpg';
        // Offline it waits here, and goes with the request.
        const stored =
          upload && navigator.onLine
            ? await upload(new File([prepared.file], name, { type: prepared.file.type }), evidence)
            : {};
        this.#notes.delete(line);
        this.wizard.addEvidence(line, { ...evidence, ...stored }, prepared.file);
      } catch (error) {
        this.#notes.set(line, error instanceof UnreadableImage ? 'photo_unreadable' : 'photo_failed');
        errors.push(error);
        this.changed();
      }
    }
    return errors;
  }

  preview(id: string): string | undefined {
    const file = this.wizard.files.get(id);
    if (!file?.type.startsWith('image/')) return undefined;
    const url = this.#urls.get(id) ?? URL.createObjectURL(file);
    this.#urls.set(id, url);
    return url;
  }

  clear(): void {
    this.#notes.clear();
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
  }
}
