/** What some platforms pack as a text into their messages: a member whose content is JSON once more. */
const packed = /("(?:content|data|info|msg)"\s*:\s*)("(?:[^"\\]|\\.)*")/g;

/**
 * A message with its contents unpacked, for the codec, which reads objects. Nothing is read as a number on the way, so ids and
 * amounts keep their digits; a text that is no JSON object or list stays one.
 */
export function openContents(text: string): string {
  return text.replace(packed, (whole, name: string, quoted: string) => {
    try {
      const inner = (JSON.parse(quoted) as string).trim();
      if (!/^[{[]/.test(inner)) return whole;
      JSON.parse(inner);
      return name + openContents(inner);
    } catch {
      return whole;
    }
  });
}
