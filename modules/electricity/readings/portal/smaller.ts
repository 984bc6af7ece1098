/** Wide enough to read a counter's digits; some 200 kB, where a phone's camera makes 4 MB. */
const MAX_PIXELS = 1600;

/** A photo for a slow link: scaled down and as JPEG; as it is, when this browser can't read it. */
export async function smaller(photo: File): Promise<Blob> {
  try {
    const picture = await createImageBitmap(photo);
    const scale = Math.min(1, MAX_PIXELS / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8));
    return drawn && drawn.size < photo.size ? drawn : photo;
  } catch {
    return photo;
  }
}
