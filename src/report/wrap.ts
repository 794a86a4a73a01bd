/** Text broken into lines at spaces; a word longer than the width stays whole. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Wrapped text whose lines all begin with `indent`. */
export const indented = (text: string, indent: string, width: number): readonly string[] =>
  wrapText(text, width - indent.length).map((line) => `${indent}${line}`);
