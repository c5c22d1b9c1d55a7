/**
 * The characters of a seal by column, the left column first as it is drawn. A seal is read from the right, so its first
 * characters stand in the last column. Up to three make a tall seal of one column.
 */
export function sealColumns(text: string): string[][] {
  const characters = [...text.replace(/\s/g, '')];
  const count = characters.length <= 3 ? 1 : characters.length <= 6 ? 2 : 3;
  const rows = Math.max(1, Math.ceil(characters.length / count));
  return Array.from({ length: count }, (_, column) => characters.slice(column * rows, (column + 1) * rows)).reverse();
}
