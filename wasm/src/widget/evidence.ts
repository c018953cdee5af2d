/**
 * Photos become smaller and lose what they say about place and camera: the picture is drawn anew and encoded again,
 * so nothing of the file's metadata survives.
 */
import type { Evidence, EvidenceKind } from './wire.js';

export interface PreparedEvidence {
  evidence: Evidence;
  file: Blob;
}
export class UnreadableImage extends Error {}

const longestEdge = 1600;
const quality = 0.82;

export async function prepareEvidence(file: File, kind: EvidenceKind): Promise<PreparedEvidence> {
  const blob = kind === 'photo' ? await redraw(file) : file;
  const sha256 = await digest(blob);
  const name = kind === 'photo' ? file.name.replace(/\.\w+$/, '.jpg') : file.name;
  return {
    file: blob,
    evidence: { id: `sha256-${sha256.slice(0, 32)}`, kind, sha256, name, type: blob.type, bytes: blob.size },
  };
}

async function redraw(file: Blob): Promise<Blob> {
  const { image, width, height, close } = await decode(file);
  try {
    const scale = Math.min(1, longestEdge / Math.max(width, height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const pen = canvas.getContext('2d', { alpha: false });
    if (!pen) throw new UnreadableImage('canvas');
    pen.fillStyle = '#fff'; // behind transparent pictures
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob(
        (made) => (made ? resolve(made) : reject(new UnreadableImage('encode'))),
        'image/jpeg',
        quality,
      );
    });
  } finally {
    close();
  }
}

interface Decoded {
  image: CanvasImageSource;
  width: number;
  height: number;
  close(): void;
}

/** Upright, as the camera meant it. What the fast way cannot read, an image element sometimes can. */
async function decode(file: Blob): Promise<Decoded> {
  try {
    const image = await createImageBitmap(file, { imageOrientation: 'from-image' });
    return { image, width: image.width, height: image.height, close: () => image.close() };
  } catch {
    /* on to the slow way */
  }
  const url = URL.createObjectURL(file);
  const image = new Image();
  try {
    image.src = url;
    await image.decode();
  } catch {
    URL.revokeObjectURL(url);
    throw new UnreadableImage(file.type);
  }
  return {
    image,
    width: image.naturalWidth,
    height: image.naturalHeight,
    close: () => URL.revokeObjectURL(url),
  };
}

async function digest(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
