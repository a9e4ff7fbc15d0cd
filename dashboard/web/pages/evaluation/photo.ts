/** Longest edge of a photo that is sent, and of the small picture beside an item, px. */
const longestPx = 1600;
const thumbPx = 144;
const quality = 0.82;

export interface Photo {
  readonly jpeg: Blob;
  readonly name: string;
  /** A small picture as a data address. */
  readonly thumb: string;
}

/** Sizes that keep the shape, never larger than it is. */
export function fit(width: number, height: number, longest: number): { width: number; height: number } {
  const by = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * by)), height: Math.max(1, Math.round(height * by)) };
}

/** `IMG_2041.HEIC` becomes `IMG_2041.jpg`. */
export function jpegName(name: string): string {
  const base = name.replace(/\.[^.]*$/, '').trim();
  return `${base === '' ? 'photo' : base.slice(0, 80)}.jpg`;
}

/**
 * A photo made small enough for a poor line: upright, at most 1600 px, JPEG, drawn anew, so that neither the place nor
 * the phone's name travels with it.
 * @returns null when the browser cannot read it.
 */
export async function shrink(file: File): Promise<Photo | null> {
  let image: ImageBitmap;
  try {
    image = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return null;
  }
  try {
    const jpeg = await new Promise<Blob | null>((done) => drawn(image, longestPx).toBlob(done, 'image/jpeg', quality));
    if (jpeg === null) return null;
    return { jpeg, name: jpegName(file.name), thumb: drawn(image, thumbPx).toDataURL('image/jpeg', 0.7) };
  } finally {
    image.close();
  }
}

function drawn(image: ImageBitmap, longest: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, fit(image.width, image.height, longest));
  const context = canvas.getContext('2d')!;
  // What is transparent would become black.
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}
