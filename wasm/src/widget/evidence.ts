/**
 * Photos become smaller and lose what they say about place and camera: the picture is drawn anew and encoded again,
 * so nothing of the file's metadata survives.
 */
import type { Evidence, EvidenceKind } from './wire.js';

export interface PreparedEvidence { evidence: Evidence; file: Blob }
export class UnreadableImage extends Error {}

const longestEdge = 1600;
const quality = 0.82;

export async function prepareEvidence(file: File, kind: EvidenceKind): Promise<PreparedEvidence> {
  const blob = kind === 'photo' ? await redraw(file) : file;
  const sha256 = await digest(blob);
  const name = kind === 'photo' ? file.name.replace(/\.\w+$/, '.jpg') : file.name;
  return { file: blob, evidence: { id: `sha256-${sha256.slice(0, 32)}`, kind, sha256, name, type: blob.type, bytes: blob.size } };
}

async function redraw(file: Blob): Promise<Blob> {
  let image: ImageBitmap;
  try {
    image = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    throw new UnreadableImage(file.type);
  }
  try {
    const scale = Math.min(1, longestEdge / Math.max(image.width, image.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    const pen = canvas.getContext('2d', { alpha: false });
    if (!pen) throw new UnreadableImage('canvas');
    pen.fillStyle = '#fff'; // behind transparent pictures
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob((made) => (made ? resolve(made) : reject(new UnreadableImage('encode'))), 'image/jpeg', quality);
    });
  } finally {
    image.close();
  }
}

async function digest(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
