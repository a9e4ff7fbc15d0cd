/**
 * How a browser takes a file (RFC 6266): saved under its name, or shown in place. Names come from people: beside the
 * plain letters of the first form stands the whole name in the second, where nothing ends the header.
 */
export function disposition(name: string, inline: boolean): string {
  const kind = inline ? 'inline' : 'attachment';
  const plain = name.replaceAll(/[^\w.() -]/g, '_');
  if (plain === name) return `${kind}; filename="${name}"`;
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, percent)}`;
}

/** RFC 8187 leaves fewer letters as they are than URLs do. */
function percent(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
}
